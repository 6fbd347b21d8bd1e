// The file: "LIMENUSE" | format u32 = 1 | sealed: budget u32, count u32, then name, value i64, ε u32, contribution u32,
// time i64 of each.
#include "limen/privacy/usage_counts.hpp"

#include <algorithm>

#include "limen/core/file.hpp"
#include "limen/core/reader.hpp"
#include "limen/core/writer.hpp"
#include "limen/detail/core/file_start.hpp"
#include "limen/privacy/seal.hpp"

#include "privacy/file.hpp"
#include "privacy/keystream.hpp"

namespace limen::privacy {

namespace {

constexpr FileStart start{"LIMENUSE", 1, "file of usage counts"};
constexpr std::uint32_t most_budget = 1'000'000;
constexpr std::size_t longest_name = 256;

/// True with probability exp(−a / b), a ≤ b.
bool bernoulli_exp(Keystream& random, std::uint64_t a, std::uint64_t b) {
  std::uint64_t k = 1;
  while (random.below(b * k) < a) ++k;
  return k % 2 == 1;
}

Error refused(std::string why) { return {ErrorCode::invalid_argument, "usage counts: " + std::move(why)}; }

}  // namespace

std::int64_t geometric_noise(Epsilon epsilon, std::uint32_t contribution) {
  Keystream random(Key::random(), "limen noise");
  const std::uint64_t scale = 1000ULL * contribution;
  for (;;) {
    const auto part = random.below(scale);
    if (!bernoulli_exp(random, part, scale)) continue;
    std::uint64_t whole = 0;
    while (bernoulli_exp(random, 1, 1)) ++whole;
    const auto size = static_cast<std::int64_t>((part + scale * whole) / epsilon.milli);
    const bool negative = random.below(2) == 1;
    if (!negative) return size;
    if (size != 0) return -size;
  }
}

struct UsageCounts::State {
  std::filesystem::path file;
  Key key;
  const Clock* clock;
  Epsilon budget{};
  std::vector<UsageCount> published{};

  std::uint64_t spent() const {
    std::uint64_t sum = 0;
    for (const auto& one : published) sum += one.epsilon.milli;
    return sum;
  }

  Result<void> save() const {
    Writer plain;
    plain.u32(budget.milli);
    plain.u32(static_cast<std::uint32_t>(published.size()));
    for (const auto& one : published) {
      plain.u32(static_cast<std::uint32_t>(one.name.size()));
      plain.bytes(std::as_bytes(std::span(one.name)));
      plain.write(one.value);
      plain.u32(one.epsilon.milli);
      plain.u32(one.contribution);
      plain.write(std::int64_t{one.published.time_since_epoch().count()});
    }
    Writer whole;
    start.write(whole);
    whole.bytes(seal(key, plain.span(), whole.span()));
    return write_file(file, whole.span(), 0600);
  }

  Result<void> load(const File& from) {
    const auto size = from.size();
    if (!size) return size.error();
    SecureVector<std::byte> bytes(*size);
    const auto got = from.read_at(0, bytes);
    if (!got) return got.error();
    bytes.resize(*got);
    Reader outer(bytes, "usage counts");
    if (const auto format = start.read(outer, file.string()); !format) return format.error();
    const auto plain = unseal(key, outer.take(outer.remaining()), std::span(bytes).first(FileStart::size));
    if (!plain) return {ErrorCode::wrong_key, file.string() + ": this key does not open it, or it was changed"};
    Reader reader(*plain, "usage counts");
    budget.milli = reader.u32();
    const auto count = reader.u32();
    for (std::uint32_t i = 0; i < count && reader.ok(); ++i) {
      UsageCount one;
      const auto name = reader.take(reader.u32());
      one.name.assign(reinterpret_cast<const char*>(name.data()), name.size());
      one.value = reader.read<std::int64_t>();
      one.epsilon.milli = reader.u32();
      one.contribution = reader.u32();
      one.published = Time{std::chrono::seconds{reader.read<std::int64_t>()}};
      published.push_back(std::move(one));
    }
    return reader.check();
  }
};

UsageCounts::UsageCounts(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
UsageCounts::UsageCounts(UsageCounts&&) noexcept = default;
UsageCounts& UsageCounts::operator=(UsageCounts&&) noexcept = default;
UsageCounts::~UsageCounts() = default;

Result<UsageCounts> UsageCounts::open(const std::filesystem::path& file, const Key& key, Epsilon budget,
                                      const Clock* clock) {
  if (budget.milli == 0 || budget.milli > most_budget) return refused("a budget of 0.001 to 1000 is wanted");
  auto state = std::make_unique<State>(State{file, key.derive("limen usage counts"), clock, budget, {}});
  auto found = File::open(file, File::Mode::read);
  if (!found && found.error().code != ErrorCode::not_found) return found.error();
  if (auto ok = found ? state->load(*found) : state->save(); !ok) return ok.error();
  if (state->budget != budget)
    return refused("the budget was set to " + std::to_string(state->budget.milli) + " thousandths and stays that");
  return UsageCounts(std::move(state));
}

Result<UsageCount> UsageCounts::publish(std::string_view name, std::uint64_t count, Epsilon epsilon,
                                        std::uint32_t contribution) {
  if (name.empty() || name.size() > longest_name) return refused("a name has 1 to 256 bytes");
  if (epsilon.milli == 0 || contribution == 0) return refused("the privacy loss and the contribution are above 0");
  if (count > INT64_MAX / 2) return refused("no such count");
  const auto before = std::ranges::find(state_->published, name, &UsageCount::name);
  if (before != state_->published.end()) {
    if (before->epsilon != epsilon || before->contribution != contribution)
      return refused("\"" + before->name + "\" was published with another privacy loss or contribution");
    return *before;
  }
  if (epsilon > left())
    return {ErrorCode::access_denied, "usage counts: " + std::to_string(epsilon.milli) + " thousandths asked, " +
                                          std::to_string(left().milli) + " left of the budget; nothing was published"};
  const auto now = state_->clock != nullptr ? state_->clock->now() : SystemClock{}.now();
  state_->published.push_back({std::string(name),
                               static_cast<std::int64_t>(count) + geometric_noise(epsilon, contribution), epsilon,
                               contribution, now});
  if (auto ok = state_->save(); !ok) {
    state_->published.pop_back();
    return ok.error();
  }
  return state_->published.back();
}

Epsilon UsageCounts::budget() const noexcept { return state_->budget; }
Epsilon UsageCounts::left() const noexcept {
  const auto spent = state_->spent();
  return {spent >= state_->budget.milli ? 0 : state_->budget.milli - static_cast<std::uint32_t>(spent)};
}
const std::vector<UsageCount>& UsageCounts::published() const noexcept { return state_->published; }

}  // namespace limen::privacy
