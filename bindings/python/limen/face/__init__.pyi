"""Faces: detection, embedding, templates, comparison."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Sequence
from os import PathLike
from pathlib import Path
from typing import ClassVar, overload

import limen
from limen.face import synthesis as synthesis
from limen.typing import Float32Array, ImageLike, Int32Array

class ModelKind:
    """What a model does."""

    detector: ClassVar[ModelKind]
    embedder: ClassVar[ModelKind]
    __members__: ClassVar[dict[str, ModelKind]]
    @overload
    def __init__(self, value: int) -> None: ...
    @overload
    def __init__(self, name: str) -> None: ...
    @property
    def name(self) -> str: ...
    @property
    def value(self) -> int: ...
    def __int__(self) -> int: ...
    def __index__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class ModelId:
    """SHA-256 of a model file; str() gives 64 hexadecimal digits."""

    def __init__(self, hex: str) -> None: ...
    def __str__(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __repr__(self) -> str: ...

class KnownModel:
    """A published model whose bytes are known."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> ModelKind: ...
    @property
    def file(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def bytes(self) -> int: ...
    @property
    def url(self) -> str:
        """Its publisher's; empty where none publishes this very file."""
    @property
    def licence(self) -> str: ...

class Model:
    """A model file that is there."""

    @property
    def id(self) -> ModelId: ...
    @property
    def kind(self) -> ModelKind: ...
    @property
    def name(self) -> str: ...
    @property
    def file(self) -> Path: ...
    @property
    def licence(self) -> str: ...
    @property
    def preprocessing(self) -> int:
        """Digest of what an embedder wants to be shown."""
    def __repr__(self) -> str: ...

class ModelCalibration:
    """A calibration that somebody measured, of one network."""

    def __init__(
        self, model: ModelId, preprocessing: int, trial: str, fitted: limen.evaluation.FittedCalibration
    ) -> None: ...
    @property
    def model(self) -> ModelId: ...
    @property
    def preprocessing(self) -> int:
        """Digest of the network's preprocessing."""
    @property
    def trial(self) -> str:
        """On what it was measured."""
    @property
    def mated(self) -> int: ...
    @property
    def non_mated(self) -> int: ...
    @property
    def subjects(self) -> int: ...
    @property
    def calibration(self) -> limen.Calibration: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ModelCalibration:
        """Raises Error: corrupt, newer_version."""

class Models:
    """A folder of ONNX files, told apart by their bytes."""

    def __init__(self, folder: PathLike[str] | str | None = ...) -> None: ...
    @staticmethod
    def default_folder() -> Path: ...
    @property
    def folder(self) -> Path: ...
    def list(self) -> list[Model]: ...
    def add(self, file: PathLike[str] | str, expected: ModelId | None = ...) -> Model: ...
    def find(self, kind: ModelKind, name: str = ...) -> Model: ...
    def calibrate(self, calibration: ModelCalibration) -> Model:
        """Puts a measured calibration beside its model. Raises Error: model_missing, model_mismatch, io_error."""
    def calibrations(self) -> builtins.list[ModelCalibration]:
        """The measured calibrations. Raises Error: io_error, corrupt, newer_version, model_mismatch."""

class Flaw:
    """Bits of Template.quality_flaws."""

    too_small: ClassVar[Flaw]
    too_close: ClassVar[Flaw]
    cropped: ClassVar[Flaw]
    blurred: ClassVar[Flaw]
    too_dark: ClassVar[Flaw]
    too_bright: ClassVar[Flaw]
    low_contrast: ClassVar[Flaw]
    uneven_light: ClassVar[Flaw]
    turned: ClassVar[Flaw]
    tilted: ClassVar[Flaw]
    estimated: ClassVar[Flaw]
    unnatural_colour: ClassVar[Flaw]
    several_faces: ClassVar[Flaw]
    __members__: ClassVar[dict[str, Flaw]]
    @overload
    def __init__(self, value: int) -> None: ...
    @overload
    def __init__(self, name: str) -> None: ...
    @property
    def name(self) -> str: ...
    @property
    def value(self) -> int: ...
    def __int__(self) -> int: ...
    def __index__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Template:
    """An embedding, and where in the image it came from. Wiped when released; not picklable."""

    @property
    def model(self) -> ModelId: ...
    @property
    def preprocessing(self) -> int:
        """Digest of the network's preprocessing."""
    @property
    def embedding(self) -> Float32Array:
        """Read-only float32 array without a copy, unit length."""
    @property
    def box(self) -> limen.Box:
        """px of the sample"""
    @property
    def landmarks(self) -> Float32Array:
        """Read-only float32 (5, 2): right eye, left eye, nose, right and left mouth corner, px of the sample."""
    @property
    def landmarks_estimated(self) -> bool: ...
    @property
    def mirror_averaged(self) -> bool: ...
    @property
    def quality_value(self) -> int:
        """0 to 100"""
    @property
    def quality_flaws(self) -> int:
        """Bit set of Flaw."""
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __repr__(self) -> str: ...

MAGIC: bytes

class Detection:
    """Where a face is."""

    @property
    def box(self) -> limen.Box: ...
    @property
    def landmarks(self) -> Float32Array:
        """Read-only float32 (5, 2), px."""
    @property
    def confidence(self) -> float:
        """0 to 1"""
    @property
    def landmarks_estimated(self) -> bool:
        """Guessed from the box."""

class Runtime:
    """Which library runs the networks; automatic: OpenCV, ONNX Runtime where it cannot."""

    automatic: ClassVar[Runtime]
    opencv: ClassVar[Runtime]
    onnxruntime: ClassVar[Runtime]
    __members__: ClassVar[dict[str, Runtime]]
    @overload
    def __init__(self, value: int) -> None: ...
    @overload
    def __init__(self, name: str) -> None: ...
    @property
    def name(self) -> str: ...
    @property
    def value(self) -> int: ...
    def __int__(self) -> int: ...
    def __index__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

def available(runtime: Runtime) -> bool:
    """Can networks be run by it here?"""

class DetectorOptions:
    """How faces are looked for."""

    def __init__(
        self,
        *,
        min_confidence: float = ...,
        max_overlap: float = ...,
        longest_side: int = ...,
        runtime: Runtime = ...,
        forget: bool = ...,
    ) -> None: ...
    @property
    def min_confidence(self) -> float: ...
    @min_confidence.setter
    def min_confidence(self, value: float) -> None: ...
    @property
    def max_overlap(self) -> float: ...
    @max_overlap.setter
    def max_overlap(self, value: float) -> None: ...
    @property
    def longest_side(self) -> int:
        """px; larger images are scaled down first."""
    @longest_side.setter
    def longest_side(self, value: int) -> None: ...
    @property
    def runtime(self) -> Runtime: ...
    @runtime.setter
    def runtime(self, value: Runtime) -> None: ...
    @property
    def forget(self) -> bool:
        """Overwrite what the detector keeps of a picture."""
    @forget.setter
    def forget(self, value: bool) -> None: ...

class Detector:
    """A face detector: one for each thread."""

    @staticmethod
    def open(model: Model, options: DetectorOptions = ...) -> Detector: ...
    @staticmethod
    def open_cascade(options: DetectorOptions = ...) -> Detector: ...
    @property
    def name(self) -> str: ...
    def detect(self, image: ImageLike) -> list[Detection]: ...
    def refine(self, image: ImageLike, face: Detection) -> Detection:
        """The same face looked at again, with finer landmarks. Raises Error (invalid_argument)."""

class Component:
    """One component of quality after ISO/IEC 29794-5."""

    @property
    def name(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def measured(self) -> float: ...
    @property
    def low(self) -> float:
        """Accepted for comparison, included; -inf: no bound."""
    @property
    def high(self) -> float: ...
    @property
    def value(self) -> int:
        """0 to 100, for the portrait of a document."""
    @property
    def weight(self) -> int:
        """In the combined figure."""
    @property
    def flaw(self) -> Flaw:
        """Raised when what was measured is not accepted."""
    @property
    def accepted(self) -> bool: ...
    @property
    def reason(self) -> str:
        """What is not accepted and by how much; "" if it is."""
    def __repr__(self) -> str: ...

class Choice:
    """Which face, when a picture holds several."""

    only_one: ClassVar[Choice]
    largest: ClassVar[Choice]
    most_central: ClassVar[Choice]
    __members__: ClassVar[dict[str, Choice]]
    @overload
    def __init__(self, value: int) -> None: ...
    @overload
    def __init__(self, name: str) -> None: ...
    @property
    def name(self) -> str: ...
    @property
    def value(self) -> int: ...
    def __int__(self) -> int: ...
    def __index__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class ExtractorOptions:
    """Which face, which models, how good."""

    def __init__(
        self,
        *,
        detection: DetectorOptions = ...,
        choice: Choice = ...,
        mirror_average: bool = ...,
        min_quality: int = ...,
        detector: str = ...,
        embedder: str = ...,
        runtime: Runtime = ...,
        allow_cascade: bool = ...,
        allow_demonstration: bool = ...,
        forget: bool = ...,
    ) -> None: ...
    @property
    def detection(self) -> DetectorOptions: ...
    @detection.setter
    def detection(self, value: DetectorOptions) -> None: ...
    @property
    def choice(self) -> Choice: ...
    @choice.setter
    def choice(self, value: Choice) -> None: ...
    @property
    def mirror_average(self) -> bool: ...
    @mirror_average.setter
    def mirror_average(self, value: bool) -> None: ...
    @property
    def min_quality(self) -> int: ...
    @min_quality.setter
    def min_quality(self, value: int) -> None: ...
    @property
    def detector(self) -> str:
        """Name or id of a registered model; "": the preferred."""
    @detector.setter
    def detector(self, value: str) -> None: ...
    @property
    def embedder(self) -> str: ...
    @embedder.setter
    def embedder(self, value: str) -> None: ...
    @property
    def runtime(self) -> Runtime:
        """Of both networks, unless detection.runtime is said."""
    @runtime.setter
    def runtime(self, value: Runtime) -> None: ...
    @property
    def allow_cascade(self) -> bool:
        """Without a registered detector, the cascade."""
    @allow_cascade.setter
    def allow_cascade(self, value: bool) -> None: ...
    @property
    def allow_demonstration(self) -> bool:
        """Without a registered embedder, or when `embedder` names it, the demonstration descriptor."""
    @allow_demonstration.setter
    def allow_demonstration(self, value: bool) -> None: ...
    @property
    def forget(self) -> bool:
        """Wipe what detector and embedder keep of a face: a twentieth of the time. False is for experiments."""
    @forget.setter
    def forget(self, value: bool) -> None: ...

class Extractor:
    """The networks and their buffers: one for each thread."""

    @staticmethod
    def open(models: Models, options: ExtractorOptions = ...) -> Extractor: ...
    def extract(self, sample: limen.Sample) -> Template: ...
    def extract_every(self, sample: limen.Sample) -> list[Template]: ...
    def assess(self, sample: limen.Sample) -> list[Component]:
        """The quality of the face that extract() would take, without embedding it. Raises Error: no_face,
        several_faces, invalid_argument."""
    @property
    def embedder(self) -> Model: ...
    @property
    def detector(self) -> str: ...

class Probe:
    """A face prepared to be asked about. No serialisation, no copy."""

    def __init__(self, template: Template) -> None: ...

class Block:
    """References laid out to be searched, in the order given."""

    def __init__(self, templates: list[Template]) -> None: ...
    def __len__(self) -> int: ...

def known_models() -> list[KnownModel]:
    """Published models whose bytes are known; within a kind the preferred one first."""

DEMONSTRATION: str

def demonstration_model() -> Model:
    """The embedder that needs no file: for demonstrations and tests, not for decisions about people."""

def is_demonstration(id: ModelId) -> bool:
    """Whether it is the id of demonstration_model()."""

def words(flaw: Flaw) -> str:
    """A flaw in words for people."""

def make_template(model: ModelId, preprocessing: int, embedding: Float32Array) -> Template:
    """Of an embedding computed elsewhere: float32, one dimension."""

def serialise(template: Template) -> bytes:
    """Compact, versioned bytes with a checksum."""

def parse(bytes: bytes) -> Template:
    """Raises Error: corrupt, newer_version, unsupported_format."""

@overload
def quality(template: Template) -> limen.Quality:
    """The quality with its reasons in words."""

@overload
def quality(components: list[Component], landmarks_estimated: bool = ...) -> limen.Quality:
    """The combined figure with what is not accepted, and by how much."""

def assess(image: ImageLike, face: Detection, all: list[Detection] = ...) -> list[Component]:
    """The components of one face in its picture; `all` are the faces found there."""

def draw(image: ImageLike, template: Template) -> limen.Image:
    """The image in colour with the face's box and landmarks."""

def draw_quality(image: ImageLike, template: Template, components: list[Component] = ...) -> limen.Image:
    """The same beside a bar for each component of the face's quality, as Extractor.assess() measured them; without
    `components` all but single_face_present, which a template does not tell."""

def align(image: ImageLike, template: Template, width: int = ..., height: int = ...) -> limen.Image:
    """The template's face cut out of its sample and brought to the ArcFace positions: in colour."""

def extract_all(
    models: Models,
    samples: Sequence[limen.Sample],
    options: ExtractorOptions = ...,
    threads: int = ...,
    progress: Callable[[int, int], None] | None = ...,
) -> list[Template | limen.Error]:
    """A template or an Error for each sample, in order; one Extractor a thread."""

def compare(a: Template, b: Template) -> int:
    """The cosine in thousandths. Raises Error (model_mismatch)."""

def prepare(template: Template) -> Probe: ...
def score(probe: Probe, block: Block) -> Int32Array:
    """Cosines with every reference: int32 thousandths; LOWEST_SCORE where the models differ."""

def calibration(model: ModelId) -> limen.Calibration | None:
    """The shipped calibration of a model, or None."""
