#include "limen/gallery/pack_issuer.hpp"

#include <algorithm>
#include <set>

#include "limen/core/file.hpp"
#include "limen/core/reader.hpp"
#include "limen/detail/core/try_each.hpp"
#include "limen/privacy/digest.hpp"

#include "gallery/pack_ledger.hpp"
#include "gallery/pack_revocation.hpp"

namespace limen {

namespace {

using pack::Item;
using privacy::Key;
using privacy::Pseudonym;

constexpr std::size_t longest_name = 256;
constexpr std::chrono::days longest_life{366};

Error refused(std::string why) { return {ErrorCode::invalid_argument, "pack: " + std::move(why)}; }

Result<void> check(const PackTerms& terms, Time now) {
  if (terms.officer.empty()) return refused("no officer is named; a pack is handed out by somebody");
  if (terms.expires <= now)
    return refused("it would expire on " + to_string(terms.expires) + ", which is over; name a later time");
  if (terms.expires > now + longest_life) return refused("it would live for more than a year; renew it instead");
  return {};
}

privacy::PseudonymScope scope_of(const PackInfo& info) {
  return {info.purpose, info.issuer_name, "watchlist " + to_string(info.series)};
}

/// A subject on its way into a pack: fingers first, as the gallery stores them; faces as the pack does.
struct Chosen {
  pack::Subject subject;                       // its items point into:
  std::vector<SecureVector<std::byte>> bytes;  // of the same places
};

/// The references of a view, subject by subject.
class Collector {
 public:
  Collector(Gallery& gallery, const std::set<ReferenceId>& visible) : gallery_(gallery), visible_(visible) {}

  /// Without items if nothing of the subject is visible.
  Result<Chosen> choose(const SubjectRecord& subject) {
    Chosen chosen;
    for (const auto modality : {Modality::fingerprint, Modality::face})
      for (const auto& reference : subject.references) {
        if (reference.modality != modality || !visible_.contains(reference.id)) continue;
        if (auto ok = add(reference, chosen); !ok) return ok.error();
      }
    if (chosen.bytes.size() > 255) return refused("a subject has more than 255 references");
    return chosen;
  }
  const std::vector<pack::Model>& models() const noexcept { return models_; }

 private:
  Result<void> add(const ReferenceRecord& reference, Chosen& chosen) {
    auto bytes = gallery_.stored_template(reference.id);
    if (!bytes) return bytes.error();
    Item item{reference.modality, reference.expires, 0, {}};
    if (reference.modality == Modality::face) {
      const auto face = face::parse(*bytes);
      if (!face) return face.error();
      const auto model =
          number_of({face->model, face->preprocessing, static_cast<std::uint16_t>(face->embedding.size())});
      if (!model) return model.error();
      item.model = *model;
      bytes = pack::compact(*face);
    }
    item.bytes = *bytes;  // moving leaves what it points to where it is
    chosen.bytes.push_back(std::move(*bytes));
    chosen.subject.items.push_back(item);
    return {};
  }
  Result<std::uint8_t> number_of(const pack::Model& model) {
    auto found = std::ranges::find(models_, model);
    if (found == models_.end()) found = models_.insert(models_.end(), model);
    if (models_.size() > 255) return refused("faces of more than 255 models");
    return static_cast<std::uint8_t>(found - models_.begin());
  }

  Gallery& gallery_;
  const std::set<ReferenceId>& visible_;
  std::vector<pack::Model> models_;
};

/// What the ledger compares. Model numbers and codes differ from pack to pack; what they stand for does not.
privacy::Digest digest_of(const std::vector<Item>& items, const std::vector<pack::Model>& models) {
  privacy::Hasher hasher;
  for (const auto& item : items) {
    hasher.add(static_cast<std::uint64_t>(item.expires.time_since_epoch().count()));
    hasher.add(std::uint64_t{item.bytes.size()}).add(item.bytes);
    if (item.modality != Modality::face) continue;
    const auto& model = models[item.model];
    hasher.add(std::as_bytes(std::span(model.id.sha256))).add(std::uint64_t{model.preprocessing});
  }
  return hasher.finish();
}

/// What the prints of a pack have in common, learnt from a sample; of few, it would take more than it spares.
Result<fingerprint::PrintCode> code_for(const std::vector<Chosen>& all) {
  constexpr std::size_t fewest = 200, sample = 2000;
  std::vector<std::span<const std::byte>> prints;
  for (const auto& one : all)
    for (const auto& item : one.subject.items)
      if (item.modality == Modality::fingerprint) prints.push_back(item.bytes);
  if (prints.size() < fewest) return fingerprint::PrintCode{};
  fingerprint::PrintStatistics statistics;
  const auto step = std::max<std::size_t>(1, prints.size() / sample);
  for (std::size_t i = 0; i < prints.size(); i += step) {
    const auto finger = fingerprint::parse(prints[i]);
    if (!finger) return finger.error();
    statistics.add(*finger);
  }
  return statistics.code();
}

/// Writes the prints of a subject in the pack's code.
Result<void> recode(Chosen& one, const fingerprint::PrintCode& code) {
  for (std::size_t i = 0; i < one.bytes.size(); ++i) {
    auto& item = one.subject.items[i];
    if (item.modality != Modality::fingerprint) continue;
    const auto finger = fingerprint::parse(one.bytes[i]);
    if (!finger) return finger.error();
    one.bytes[i] = code.encode(*finger);
    item.bytes = one.bytes[i];
  }
  return {};
}

/// All but the seal of a pack.
Result<SecureVector<std::byte>> contents_of(std::vector<Chosen>& all, const std::vector<pack::Model>& models,
                                            std::span<const std::uint32_t> removed, Time created, const Work& work) {
  const auto code = code_for(all);
  if (!code) return code.error();
  if (auto done = try_each(work, all.size(), [&](std::size_t i) { return recode(all[i], *code); }); !done)
    return done.error();
  Writer writer;
  pack::write_head(writer, models, *code, removed);
  for (const auto& one : all) pack::write_subject(writer, one.subject, created);
  return writer.take();
}

Result<void> say(Audit& audit, const View& view, const PackInfo& info, const PackTerms& terms) {
  privacy::AuditEntry entry;
  entry.operation = privacy::Operation::disclosure;
  entry.officer = terms.officer;
  entry.recipient = "device " + privacy::to_string(info.device);
  entry.purpose = info.purpose;
  entry.legal_basis = terms.legal_basis;
  entry.justification = terms.justification;
  entry.case_reference = terms.case_reference;
  entry.gallery = view.gallery();
  entry.view_hash = view.hash();
  entry.view_size = view.size();
  entry.result = "watchlist pack " + to_string(info.series) + " version " + std::to_string(info.version) + " until " +
                 to_string(info.expires) + ": " + std::to_string(info.subjects) + " subjects in, " +
                 std::to_string(info.removed) + " out";
  if (const auto written = audit.append(entry); !written) return written.error();
  return {};
}

}  // namespace

PackIssuer::PackIssuer(const Key& seed, const privacy::KeyRing& names, const Clock* clock)
    : signing_(seed.derive("limen pack signature")),
      ledgers_(seed.derive("limen pack ledger")),
      names_(names),
      clock_(clock) {}

Time PackIssuer::now() const { return clock_ != nullptr ? clock_->now() : SystemClock{}.now(); }

Result<PackInfo> PackIssuer::create(Gallery& gallery, const PackTerms& terms, const std::filesystem::path& pack,
                                    const std::filesystem::path& ledger, Audit& audit, const Work& work) {
  if (std::error_code ignored; std::filesystem::exists(ledger, ignored))
    return {ErrorCode::already_exists, ledger.string() + ": there is a ledger; update its pack, or name another"};
  if (terms.issuer.empty() || terms.issuer.size() > longest_name)
    return refused("the issuer's name has 1 to 256 bytes");
  Ledger before;
  const auto random = Key::random();
  std::ranges::copy(random.reveal().first(before.last.series.size()), before.last.series.begin());
  before.last.issuer_name = terms.issuer;
  before.last.device = terms.device;
  before.last.purpose = terms.purpose;
  return issue(gallery, terms, std::move(before), pack, ledger, audit, work);
}

Result<PackInfo> PackIssuer::update(Gallery& gallery, const PackTerms& terms, const std::filesystem::path& pack,
                                    const std::filesystem::path& ledger, Audit& audit, const Work& work) {
  auto before = Ledger::load(ledger, ledgers_);
  if (!before) return before.error();
  const bool fits = (terms.issuer.empty() || terms.issuer == before->last.issuer_name) &&
                    (terms.purpose == Purpose{} || terms.purpose == before->last.purpose) &&
                    (terms.device == privacy::BoxPublicKey{} || terms.device == before->last.device);
  if (!fits) return refused("issuer, purpose and device of an update are those of the pack; make a new pack instead");
  return issue(gallery, terms, std::move(*before), pack, ledger, audit, work);
}

Result<PackInfo> PackIssuer::issue(Gallery& gallery, const PackTerms& terms, Ledger&& before,
                                   const std::filesystem::path& pack, const std::filesystem::path& ledger_file,
                                   Audit& audit, const Work& work) {
  const auto at = now();
  if (auto ok = check(terms, at); !ok) return ok.error();
  const auto view = gallery.view({.purpose = before.last.purpose, .at = at}, work);
  if (!view) return view.error();
  const auto subjects = gallery.list();
  if (!subjects) return subjects.error();

  Ledger after{before.last, before.next_serial, {}};
  auto& info = after.last;
  info.base = before.last.version;
  info.version = info.base + 1;
  info.issuer = public_key();
  info.created = at;
  info.expires = terms.expires;
  info.subjects = info.references = 0;
  const auto scope = scope_of(info);
  const auto visible = std::set<ReferenceId>(view->ids().begin(), view->ids().end());
  Collector collector(gallery, visible);
  std::vector<Chosen> all;
  std::vector<std::uint32_t> removed;
  for (const auto& subject : *subjects) {
    auto chosen = collector.choose(subject);
    if (!chosen) return chosen.error();
    const auto& items = chosen->subject.items;
    if (items.empty()) continue;
    const auto pseudonym = names_.pseudonym(scope, subject.label);
    if (!pseudonym) return pseudonym.error();
    const auto digest = digest_of(items, collector.models());
    const auto old = before.subjects.find(*pseudonym);
    if (old != before.subjects.end() && old->second.items == digest) {
      after.subjects.emplace(*pseudonym, old->second);
      continue;
    }
    const auto serial = after.next_serial++;
    if (!after.subjects.emplace(*pseudonym, Ledger::Entry{serial, digest}).second)
      return refused("two labels are one pseudonym: they are the same in canonical form; rename one");
    chosen->subject.serial = serial;
    chosen->subject.pseudonym = *pseudonym;
    ++info.subjects;
    info.references += static_cast<std::uint32_t>(items.size());
    all.push_back(std::move(*chosen));
  }
  for (const auto& [pseudonym, entry] : before.subjects) {
    const auto still = after.subjects.find(pseudonym);
    if (still == after.subjects.end() || still->second.serial != entry.serial) removed.push_back(entry.serial);
  }
  info.removed = static_cast<std::uint32_t>(removed.size());
  const auto contents = contents_of(all, collector.models(), removed, info.created, work);
  if (!contents) return contents.error();
  const auto file = pack::seal_pack(info, *contents, signing_);
  if (!file) return file.error();
  info.bytes = file->size();
  const auto told = info;

  if (auto ok = say(audit, *view, info, terms); !ok) return ok.error();
  if (auto ok = write_file(pack, *file, 0600); !ok) return ok.error();
  info.link = privacy::digest(*file);
  if (auto ok = after.save(ledger_file, ledgers_); !ok) return ok.error();
  return told;
}

Result<void> PackIssuer::revoke(std::span<const PackSeries> series, const std::filesystem::path& list) const {
  return pack::write_revocation(series, now(), signing_, list);
}

Result<SubjectRecord> PackIssuer::subject(Gallery& gallery, const PackInfo& pack, const Pseudonym& pseudonym) const {
  const auto scope = scope_of(pack);
  auto subjects = gallery.list();
  if (!subjects) return subjects.error();
  for (auto& subject : *subjects) {
    const auto same = names_.matches(scope, pseudonym, subject.label);
    if (!same) return same.error();
    if (*same) return std::move(subject);
  }
  return {ErrorCode::not_found, "pack: the gallery has nobody of this pseudonym any more"};
}

}  // namespace limen
