// A print: the head (template_head.hpp), then bits of one range coder: the ridge map, and of each minutia how much less
// its quality is than that of the one before, its place, by how much its direction departs from the ridge, and its
// kind.
#include "limen/fingerprint/print_code.hpp"

#include <algorithm>
#include <bit>
#include <string>

#include "fingerprint/minutia_code.hpp"
#include "fingerprint/ridge_foretelling.hpp"
#include "fingerprint/template_head.hpp"

namespace limen::fingerprint {
namespace {

constexpr std::string_view what = "coded print";

/// Probabilities of all decisions. A value is the way down a tree of bits.
template <class Bit>
struct Model {
  foretelling::Model<Bit> ridges;
  std::array<Bit, 128> quality;
  std::array<std::array<Bit, 256>, 2> direction;  // off a ridge, on a ridge
  std::array<std::array<Bit, 8>, 2> eighth;       // of a pixel: x, y
  std::array<Bit, 2> kind;                        // off a ridge, on a ridge
};

template <class Bits, class Each>
void each_bit(Bits& bits, const Each& each) {
  if constexpr (requires { bits.begin(); })
    for (auto& part : bits) each_bit(part, each);
  else
    each(bits);
}

template <class AnyModel, class Each>
void each_bit_of(AnyModel& model, const Each& each) {
  auto& ridges = model.ridges;
  each_bit(ridges.valid, each);
  each_bit(ridges.reliability, each);
  each_bit(ridges.period, each);
  each_bit(ridges.orientation, each);
  each_bit(ridges.phase, each);
  each_bit(model.quality, each);
  each_bit(model.direction, each);
  each_bit(model.eighth, each);
  each_bit(model.kind, each);
}

std::size_t decisions() {
  Model<CountedBit> model;
  std::size_t count = 0;
  each_bit_of(model, [&count](const CountedBit&) { ++count; });
  return count;
}

Model<AdaptiveBit> model_of(std::span<const std::uint8_t> known) {
  Model<AdaptiveBit> model;
  if (known.empty()) return model;
  std::size_t i = 0;
  each_bit_of(model, [&](AdaptiveBit& bit) { bit = AdaptiveBit(known[i++]); });
  return model;
}

template <class Coder, class Bit, std::size_t n>
unsigned code_tree(Coder& coder, std::array<Bit, n>& p, unsigned value) {
  unsigned node = 1;
  for (unsigned below = n / 2; below != 0; below /= 2)
    node = 2 * node + (coder.bit(p[node], (value & below) != 0) ? 1 : 0);
  return node - static_cast<unsigned>(n);
}

/// Bits of which nothing is foretold.
template <class Bit, class Coder>
unsigned code_even(Coder& coder, unsigned value, int bits) {
  unsigned given = 0;
  while (bits-- > 0) {
    Bit even;
    given = 2 * given + (coder.bit(even, (value >> bits & 1U) != 0) ? 1 : 0);
  }
  return given;
}

template <class Coder, class Bit>
std::uint16_t code_place(Coder& coder, std::array<Bit, 8>& eighth, unsigned place, int most) {
  const auto whole = code_even<Bit>(coder, place >> 3U, static_cast<int>(std::bit_width(static_cast<unsigned>(most))));
  return static_cast<std::uint16_t>(whole << 3U | code_tree(coder, eighth, place & 7U));
}

RidgeCell cell_at(const RidgeMap& map, MinutiaCode code) {
  const int c = code.x / (8 * RidgeMap::cell_px), r = code.y / (8 * RidgeMap::cell_px);
  return c < map.width && r < map.height ? map.at(c, r) : RidgeCell{};
}

/// Written when encoding, ignored and returned when decoding.
template <class Coder, class Bit>
MinutiaCode code_minutia(Coder& coder, Model<Bit>& model, MinutiaCode code, unsigned quality_before,
                         const Template& finger) {
  const auto quality =
      (quality_before - code_tree(coder, model.quality, (quality_before - code.kind_and_quality) & 127U)) & 127U;
  code.x = code_place(coder, model.eighth[0], code.x, finger.width);
  code.y = code_place(coder, model.eighth[1], code.y, finger.height);
  const auto cell = cell_at(finger.map, code);
  const std::size_t on_ridge = cell.valid() ? 1 : 0;
  const unsigned foretold = 4 * cell.orientation();  // 32 steps of π/32 to 256 of π/128
  const auto departs = code_tree(coder, model.direction[on_ridge], (code.direction - foretold) & 255U);
  code.direction = static_cast<std::uint8_t>(foretold + departs);
  const bool forks = coder.bit(model.kind[on_ridge], (code.kind_and_quality & 128U) != 0);
  code.kind_and_quality = static_cast<std::uint8_t>(quality | (forks ? 128U : 0U));
  return code;
}

/// `finger`: with its head; minutiae and cells are written when encoding, filled when decoding.
template <class Coder, class Bit>
void code_print(Coder& coder, Model<Bit>& model, Template& finger) {
  if (!finger.map.empty()) foretelling::code_map(coder, model.ridges, finger.map);
  unsigned quality = 127;
  for (auto& minutia : finger.minutiae) {
    const auto code = code_minutia(coder, model, MinutiaCode(minutia), quality, finger);
    quality = code.kind_and_quality & 127U;
    minutia = code.minutia();
  }
}

}  // namespace

Result<PrintCode> PrintCode::from_bytes(std::span<const std::byte> bytes) {
  static const auto size = decisions();
  if (!bytes.empty() && bytes.size() != size)
    return {ErrorCode::corrupt,
            "print code: " + std::to_string(size) + " bytes wanted, " + std::to_string(bytes.size()) + " given"};
  PrintCode code;
  for (const auto byte : bytes) code.known_.push_back(std::to_integer<std::uint8_t>(byte));
  return code;
}

SecureVector<std::byte> PrintCode::encode(const Template& finger) const {
  Writer writer;
  write_head(writer, finger);
  Template copy = finger;
  BitEncoder coder;
  auto model = model_of(known_);
  code_print(coder, model, copy);
  writer.bytes(coder.finish());
  return writer.take();
}

Result<Template> PrintCode::decode(std::span<const std::byte> bytes) const {
  Reader reader(bytes, what);
  Template finger;
  const auto head = read_head(reader, finger);
  if (!head) return head.error();
  finger.minutiae.resize(head->minutiae);
  if (head->has_map)
    finger.map.cells.resize(static_cast<std::size_t>(finger.map.width) * static_cast<std::size_t>(finger.map.height));
  BitDecoder coder(reader.take(reader.remaining()));
  auto model = model_of(known_);
  code_print(coder, model, finger);
  if (!coder.finished()) return reader.corrupt("more or fewer bytes than a print has");
  const bool inside = std::ranges::all_of(finger.minutiae, [&](const Minutia& m) {
    return m.x <= static_cast<float>(finger.width) && m.y <= static_cast<float>(finger.height);
  });
  if (!inside) return reader.corrupt("a minutia outside the image");
  return finger;
}

struct PrintStatistics::State {
  Model<CountedBit> model;
};

PrintStatistics::PrintStatistics() : state_(std::make_unique<State>()) {}
PrintStatistics::PrintStatistics(PrintStatistics&&) noexcept = default;
PrintStatistics& PrintStatistics::operator=(PrintStatistics&&) noexcept = default;
PrintStatistics::~PrintStatistics() = default;

void PrintStatistics::add(const Template& finger) {
  Template copy = finger;
  BitCounter counter;
  code_print(counter, state_->model, copy);
}

PrintCode PrintStatistics::code() const {
  PrintCode code;
  each_bit_of(state_->model, [&](const CountedBit& bit) { code.known_.push_back(bit.zero()); });
  return code;
}

}  // namespace limen::fingerprint
