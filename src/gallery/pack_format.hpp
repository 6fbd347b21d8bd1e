// The pack file: a signed envelope in the clear, and contents that only the device can open.
//
// Little endian. "LIMENPAK" | format u32 = 2 | size of the header u32 | header | sealed contents | Ed25519 signature of
// all before. The header: series (16 bytes), version u32, base u32 and link to the base (32), issuer's key (32),
// device's key (32), issuer's name (u16 and bytes), purpose u8, created i64, expires i64, subjects, references, removed
// u32 each, the contents' key in a box (80). Contents, sealed with all before as associated data: models (u8 count;
// SHA-256, preprocessing u32, dimension u16), what is known of prints beforehand (u16 size and bytes of a PrintCode),
// removed serials (u32 each), subjects: serial u32, pseudonym (epoch u32, 16 bytes), fingers u8, faces u8; a finger:
// expires, size u32, print in that code; a face: expires, model u8, mirror averaged u8, quality u8, scale f32, one i8 a
// component. Expires: seconds after `created`, u32; of what lies later, the largest.
//
// Format 1 (prints as serialise() writes them) was never handed out with a release, and is refused.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "limen/core/bytes.hpp"
#include "limen/core/clock.hpp"
#include "limen/core/result.hpp"
#include "limen/core/writer.hpp"
#include "limen/face/template.hpp"
#include "limen/fingerprint/print_code.hpp"
#include "limen/gallery/pack_info.hpp"
#include "limen/privacy/box.hpp"
#include "limen/privacy/pseudonym.hpp"

namespace limen::pack {

inline constexpr std::uint64_t most_bytes = 1ULL << 30;  // of a file
inline constexpr std::string_view signature_context = "limen pack 1";

/// A file taken apart. Borrowed from its bytes.
struct Envelope {
  PackInfo info;
  std::span<const std::byte> boxed_key;
  std::span<const std::byte> associated;  // all before the sealed contents
  std::span<const std::byte> sealed;
};

/// Takes a file apart and verifies that the issuer it names has signed it. Errors: unsupported_format, newer_version,
/// corrupt, tampered.
Result<Envelope> take_apart(std::span<const std::byte> file);

struct Model {
  face::ModelId id;
  std::uint32_t preprocessing = 0;
  std::uint16_t dimension = 0;
  friend bool operator==(const Model&, const Model&) = default;
};

/// One reference as it lies in the contents.
struct Item {
  Modality modality{};
  Time expires{};
  std::uint8_t model = 0;  // of a face
  std::span<const std::byte> bytes;
};

struct Subject {
  std::uint32_t serial = 0;
  privacy::Pseudonym pseudonym;
  std::vector<Item> items;  // fingers first
};

struct Contents {
  std::vector<Model> models;
  fingerprint::PrintCode prints;
  std::vector<std::uint32_t> removed;
  std::vector<Subject> subjects;
};

/// Borrowed from `plain`. Error: corrupt.
Result<Contents> read_contents(std::span<const std::byte> plain, const PackInfo& info);

/// What stands before the subjects. Removed: of an update.
void write_head(Writer& writer, const std::vector<Model>& models, const fingerprint::PrintCode& prints,
                std::span<const std::uint32_t> removed);
void write_subject(Writer& writer, const Subject& subject, Time created);

/// A face in an eighth of a kilobyte: components rounded to 1/127 of the largest.
SecureVector<std::byte> compact(const face::Template& face);
Result<face::Template> expand(std::span<const std::byte> bytes, const Model& model);

void write_text(Writer& writer, std::string_view text);
void write_time(Writer& writer, Time time);

/// The whole file. The header's counts and the box follow from the arguments.
Result<Bytes> seal_pack(const PackInfo& info, std::span<const std::byte> contents, const privacy::SigningKey& issuer);

}  // namespace limen::pack
