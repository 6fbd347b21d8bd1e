#include "limen/gallery/pack.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>

#include "limen/core/file.hpp"
#include "limen/detail/core/try_each.hpp"
#include "limen/privacy/seal.hpp"

#include "gallery/fingers.hpp"
#include "gallery/pack_format.hpp"
#include "gallery/pack_revocation.hpp"
#include "gallery/shelf.hpp"
#include "gallery/visibility.hpp"

namespace limen {

namespace {

using pack::Envelope;
using privacy::Key;

constexpr std::uint64_t references_of_a_subject = 256;  // ids: serial × 256 + place

/// One reference, its template as it came.
struct Sealed {
  pack::Item item;
  pack::Model model;                   // of a face
  const fingerprint::PrintCode* code;  // of a finger
};

Result<Key> contents_key(const Envelope& envelope, const privacy::BoxKey& device) {
  const auto secret = device.open(envelope.boxed_key);
  if (!secret) return secret.error();
  return Key::from_bytes(*secret);
}

/// Is it from whom we trust, for us?
Result<void> check_parties(const PackInfo& info, const PackDevice& device, const privacy::BoxKey& key) {
  if (info.issuer != device.issuer)
    return {ErrorCode::access_denied, "pack: issued by " + privacy::to_string(info.issuer).substr(0, 16) +
                                          "…, which is not the issuer this device trusts"};
  if (info.device != key.public_key())
    return {ErrorCode::wrong_key,
            "pack: it is for the device " + privacy::to_string(info.device).substr(0, 16) + "…, not for this one"};
  return {};
}

Result<void> check_chain(const std::vector<Envelope>& chain, const std::vector<privacy::Digest>& digests) {
  if (chain.front().info.base != 0)
    return {ErrorCode::invalid_argument, "pack: the first file is an update; give the full pack before it"};
  for (std::size_t i = 1; i < chain.size(); ++i) {
    const auto &one = chain[i - 1].info, &next = chain[i].info;
    if (next.series != one.series || next.base != one.version || next.link != digests[i - 1] ||
        next.purpose != one.purpose)
      return {ErrorCode::invalid_argument, "pack: file " + std::to_string(i + 1) +
                                               " is an update of another pack or "
                                               "version; get the updates that follow version " +
                                               std::to_string(one.version)};
  }
  return {};
}

Result<void> check_time(const PackInfo& info, Time now, const pack::Memory& memory) {
  const auto since = std::max(info.created, memory.latest);
  if (now < since)
    return {ErrorCode::clock_suspect, "pack: this device's clock says " + to_string(now) + ", but it has been " +
                                          to_string(since) + " before; set the clock"};
  if (now >= info.expires)
    return {ErrorCode::access_denied, "pack: it expired on " + to_string(info.expires) + "; get an update"};
  return {};
}

}  // namespace

struct Pack::State {
  PackInfo info;
  std::filesystem::path memory_file;
  std::optional<Key> device;
  const Clock* clock = nullptr;
  pack::Memory memory;
  std::deque<SecureVector<std::byte>> plain;  // what `files` points into
  std::deque<pack::Contents> files;           // what `sealed` points into
  std::map<std::uint32_t, privacy::Pseudonym> pseudonyms;
  std::vector<Row> rows;                 // ascending ids
  std::vector<Sealed> sealed;            // of the same places
  std::optional<Visibility> visibility;  // of the rows
  PreparedFingers fingers;
  mutable std::mutex mutex;

  Time now() const { return clock != nullptr ? clock->now() : SystemClock{}.now(); }

  Result<void> remember(Time at) {
    memory.latest = std::max(memory.latest, at);
    auto& newest = memory.versions[info.series];
    newest = std::max(newest, info.version);
    return memory_file.empty() ? Result<void>{} : memory.save(memory_file, *device);
  }

  Result<void> check_memory(const PackDevice& with) {
    if (!memory_file.empty()) {
      auto loaded = pack::Memory::load(memory_file, *device);
      if (!loaded) return loaded.error();
      memory = std::move(*loaded);
    }
    for (const auto& list : with.revocations) {
      const auto revoked = pack::read_revocation(list, with.issuer);
      if (!revoked) return revoked.error();
      memory.revoked.insert(revoked->begin(), revoked->end());
    }
    if (memory.revoked.contains(info.series)) {
      if (!memory_file.empty())
        if (auto ok = memory.save(memory_file, *device); !ok) return ok;
      return {ErrorCode::access_denied, "pack: the issuer has revoked it"};
    }
    if (const auto seen = memory.versions.find(info.series);
        seen != memory.versions.end() && seen->second > info.version)
      return {ErrorCode::access_denied, "pack: version " + std::to_string(info.version) +
                                            ", but this device has seen " + std::to_string(seen->second) +
                                            "; give all updates"};
    return {};
  }

  using Subjects = std::map<std::uint32_t, std::pair<const pack::Subject*, const pack::Contents*>>;

  Result<void> apply(const pack::Contents& contents, Subjects& subjects) {
    for (const auto serial : contents.removed)
      if (subjects.erase(serial) == 0)
        return {ErrorCode::corrupt, "pack: an update takes out a subject that was never in"};
    for (const auto& subject : contents.subjects)
      if (!subjects.emplace(subject.serial, std::pair{&subject, &contents}).second)
        return {ErrorCode::corrupt, "pack: subject " + std::to_string(subject.serial) + " is in it twice"};
    return {};
  }

  void lay_out(const Subjects& subjects) {
    for (const auto& [serial, entry] : subjects) {
      const auto& [subject, file] = entry;
      pseudonyms.emplace(serial, subject->pseudonym);
      for (std::size_t i = 0; i < subject->items.size(); ++i) {
        const auto& item = subject->items[i];
        Row row;
        row.record.id = {serial * references_of_a_subject + i};
        row.record.subject = {serial};
        row.record.modality = item.modality;
        row.record.purposes = info.purpose;
        row.record.anchor = info.created;
        row.record.expires = item.expires;
        rows.push_back(std::move(row));
        sealed.push_back(
            {item, item.modality == Modality::face ? file->models[item.model] : pack::Model{}, &file->prints});
      }
    }
  }

  Result<void> prepare_face(std::size_t place) {
    auto face = pack::expand(sealed[place].item.bytes, sealed[place].model);
    if (!face) return face.error();
    rows[place].face = std::make_shared<const face::Template>(std::move(*face));
    return {};
  }

  Result<void> prepare_fingers(std::span<const std::size_t> places, const Work& work) {
    std::vector<ReferenceId> ids;
    std::vector<SubjectId> subjects;
    for (const auto place : places) {
      ids.push_back(rows[place].record.id);
      subjects.push_back(rows[place].record.subject);
    }
    std::vector<fingerprint::Template> prints(places.size());
    const auto read = try_each(work, places.size(), [&](std::size_t i) -> Result<void> {
      const auto& from = sealed[places[i]];
      auto finger = from.code->decode(from.item.bytes);
      if (!finger) return finger.error();
      prints[i] = std::move(*finger);
      return {};
    });
    if (!read) return read;
    return fingers.add(ids, prints, subjects, work);
  }

  /// What is seen and not prepared yet.
  Result<void> prepare(const search::Filter& seen, const Work& work) {
    const auto& places = fingers.places_of(rows);
    std::vector<std::size_t> faces, prints;
    seen.for_each([&](std::size_t place) {
      const auto& record = rows[place].record;
      if (record.modality == Modality::face) {
        if (rows[place].face == nullptr) faces.push_back(place);
      } else if (places[place] == PreparedFingers::none) {
        prints.push_back(place);
      }
    });
    constexpr std::size_t at_once = 1024;  // templates take four times the memory of what is kept of them
    for (std::span<const std::size_t> rest(prints); !rest.empty(); rest = rest.subspan(std::min(rest.size(), at_once)))
      if (auto ok = prepare_fingers(rest.first(std::min(rest.size(), at_once)), work); !ok) return ok;
    return try_each(work, faces.size(), [&](std::size_t i) { return prepare_face(faces[i]); });
  }
};

Pack::Pack(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
Pack::Pack(Pack&&) noexcept = default;
Pack& Pack::operator=(Pack&&) noexcept = default;
Pack::~Pack() = default;

Result<Pack> Pack::open(std::span<const std::filesystem::path> files, const PackDevice& device) {
  if (files.empty() || device.key == nullptr)
    return {ErrorCode::invalid_argument, "pack: a file and the device's key are wanted"};
  const privacy::BoxKey key(*device.key);
  std::vector<SecureVector<std::byte>> bytes;
  std::vector<Envelope> chain;
  std::vector<privacy::Digest> digests;
  for (const auto& file : files) {
    auto read = read_file(file, pack::most_bytes);
    if (!read) return read.error();
    bytes.push_back(std::move(*read));  // moving leaves what envelopes point to where it is
    auto envelope = pack::take_apart(bytes.back());
    if (!envelope) return envelope.error();
    if (auto ok = check_parties(envelope->info, device, key); !ok) return ok.error();
    chain.push_back(std::move(*envelope));
    if (files.size() > 1) digests.push_back(privacy::digest(bytes.back()));
  }
  if (auto ok = check_chain(chain, digests); !ok) return ok.error();

  auto state = std::make_unique<State>();
  state->info = chain.back().info;
  state->memory_file = device.memory;
  state->device = Key::from_bytes(device.key->reveal()).value();
  state->clock = device.clock;
  const auto now = state->now();
  if (auto ok = state->check_memory(device); !ok) return ok.error();
  if (auto ok = check_time(state->info, now, state->memory); !ok) return ok.error();

  State::Subjects subjects;
  for (const auto& envelope : chain) {
    const auto secret = contents_key(envelope, key);
    if (!secret) return secret.error();
    auto plain = privacy::unseal(*secret, envelope.sealed, envelope.associated);
    if (!plain) return {ErrorCode::tampered, "pack: its contents do not open; get the pack anew"};
    state->plain.push_back(std::move(*plain));
    auto contents = pack::read_contents(state->plain.back(), envelope.info);
    if (!contents) return contents.error();
    state->files.push_back(std::move(*contents));
    if (auto ok = state->apply(state->files.back(), subjects); !ok) return ok.error();
  }
  state->lay_out(subjects);
  if (auto ok = state->remember(now); !ok) return ok.error();
  return Pack(std::move(state));
}

const PackInfo& Pack::info() const noexcept { return state_->info; }
std::size_t Pack::subjects() const noexcept { return state_->pseudonyms.size(); }
std::size_t Pack::references() const noexcept { return state_->rows.size(); }

Result<View> Pack::view(const ViewRequest& request, const Work& work) {
  if (!privacy::known(request.purpose))
    return {ErrorCode::purpose_required, "view: a search has a purpose; this one has none, or an unknown one"};
  if (request.purpose != state_->info.purpose)
    return {ErrorCode::access_denied, "pack: it was handed out for " + std::string(to_string(state_->info.purpose)) +
                                          ", not for " + std::string(to_string(request.purpose))};
  if (!request.agencies.empty() || !request.categories.empty())
    return {ErrorCode::invalid_argument, "pack: it does not know agencies and categories; ask for all of it"};
  const std::lock_guard lock(state_->mutex);
  const auto now = state_->now();
  if (auto ok = check_time(state_->info, now, state_->memory); !ok) return ok.error();
  const auto at = request.at.value_or(now);
  if (at >= state_->info.expires)
    return {ErrorCode::access_denied, "pack: it expires on " + to_string(state_->info.expires) + "; get an update"};
  if (auto ok = state_->remember(now); !ok) return ok.error();

  auto& state = *state_;
  if (!state.visibility) state.visibility.emplace(state.rows);
  const auto seen =
      search::Filter::of(state.rows.size(), [&](std::size_t i) { return state.rows[i].record.expires > at; });
  if (auto ok = state.prepare(seen, work); !ok) return ok.error();
  return View(std::make_unique<View::State>(limen::to_string(state.info.series), request, at,
                                            Layout::of(state.rows, seen, *state.visibility, state.fingers)));
}

Result<privacy::Pseudonym> Pack::pseudonym(SubjectId subject) const {
  const auto found = state_->pseudonyms.find(static_cast<std::uint32_t>(subject.value));
  if (found == state_->pseudonyms.end() || subject.value != found->first)
    return {ErrorCode::not_found, "pack: there is no subject " + std::to_string(subject.value)};
  return found->second;
}

}  // namespace limen
