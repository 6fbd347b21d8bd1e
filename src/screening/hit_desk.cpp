// The answering side: answers once, releases once.
//
// The ledger: "LIMENDSK" | format u32 = 1 | sealed: questions (id, received), references (id, question, asker's key,
// subject, purpose, deadline, released).
#include <algorithm>
#include <map>

#include "limen/core/file.hpp"
#include "limen/detail/core/file_start.hpp"
#include "limen/privacy/seal.hpp"

#include "screening/hit_message.hpp"

namespace limen {

namespace {

using hit::Kind;
using privacy::Key;

constexpr std::chrono::minutes skew{5};
constexpr FileStart start{"LIMENDSK", 1, "hit desk"};
constexpr std::uint64_t most_bytes = 1ULL << 30;

struct Reference {
  HitId question{};
  privacy::PublicKey asker{};
  SubjectId subject{};
  Purpose purpose{};
  Time deadline{};
  bool released = false;
};

Error denied(std::string why) { return {ErrorCode::access_denied, "hit desk: " + std::move(why)}; }

struct Asked {
  HitId id{};
  Time at{};
  Purpose purpose{};
  ScreenRequest request{};
  ProbeSet probes{};
};

Result<Asked> read_question(std::span<const std::byte> plain) {
  Reader reader(plain, "question");
  Asked asked;
  asked.id = hit::read_id(reader);
  asked.at = hit::read_time(reader);
  asked.purpose = static_cast<Purpose>(reader.u8());
  auto& request = asked.request;
  for (auto* text :
       {&request.officer, &request.on_behalf_of, &request.legal_basis, &request.justification, &request.case_reference})
    *text = hit::read_text(reader);
  const std::size_t fingers = reader.u8(), faces = reader.u8();
  for (std::size_t i = 0; i < fingers && reader.ok(); ++i) {
    auto finger = fingerprint::parse(reader.take(reader.u32()));
    if (!finger) return finger.error();
    asked.probes.fingers.push_back(std::move(*finger));
  }
  for (std::size_t i = 0; i < faces && reader.ok(); ++i) {
    auto face = face::parse(reader.take(reader.u32()));
    if (!face) return face.error();
    asked.probes.faces.push_back(std::move(*face));
  }
  if (auto ok = reader.check(); !ok) return ok.error();
  if (reader.remaining() != 0) return reader.corrupt("bytes after its end");
  return asked;
}

ScoreBand band_of(const Decision& decision) {
  if (!decision.hit) return ScoreBand::none;
  const auto above = decision.candidates.front().score.natural() - decision.threshold.natural();
  return above < 1 ? ScoreBand::at : above < 3 ? ScoreBand::above : ScoreBand::far_above;
}

}  // namespace

struct HitDesk::State {
  std::filesystem::path file;
  Key own, sealing;
  HitDeskOptions options;
  std::map<HitId, Time> questions{};
  std::map<HitId, Reference> references{};

  State(std::filesystem::path path, const Key& seed, const HitDeskOptions& with)
      : file(std::move(path)),
        own(Key::from_bytes(seed.reveal()).value()),
        sealing(seed.derive("limen hit desk")),
        options(with) {}

  Time now() const { return hit::now(options.clock); }

  Result<void> save() const {
    Writer plain;
    plain.u32(static_cast<std::uint32_t>(questions.size()));
    plain.u32(static_cast<std::uint32_t>(references.size()));
    for (const auto& [id, at] : questions) {
      plain.bytes(id);
      hit::write_time(plain, at);
    }
    for (const auto& [id, reference] : references) {
      plain.bytes(id);
      plain.bytes(reference.question);
      plain.bytes(reference.asker.bytes);
      plain.u64(reference.subject.value);
      plain.u8(static_cast<std::uint8_t>(reference.purpose));
      hit::write_time(plain, reference.deadline);
      plain.u8(reference.released ? 1 : 0);
    }
    Writer whole;
    start.write(whole);
    whole.bytes(privacy::seal(sealing, plain.span(), whole.span()));
    return write_file(file, whole.span(), 0600);
  }

  Result<void> load() {
    const auto bytes = read_file(file, most_bytes);
    if (!bytes && bytes.error().code == ErrorCode::not_found) return save();
    if (!bytes) return bytes.error();
    Reader outer(*bytes, "hit desk");
    if (const auto format = start.read(outer, file.string()); !format) return format.error();
    const auto plain =
        privacy::unseal(sealing, outer.take(outer.remaining()), std::span(*bytes).first(FileStart::size));
    if (!plain) return {ErrorCode::wrong_key, file.string() + ": this key does not open it, or it was changed"};
    Reader reader(*plain, "hit desk");
    const auto asked = reader.u32(), open = reader.u32();
    for (std::uint32_t i = 0; i < asked && reader.ok(); ++i) {
      const auto id = hit::read_id(reader);
      questions[id] = hit::read_time(reader);
    }
    for (std::uint32_t i = 0; i < open && reader.ok(); ++i) {
      const auto id = hit::read_id(reader);
      auto& reference = references[id];
      reference.question = hit::read_id(reader);
      std::ranges::copy(reader.take(reference.asker.bytes.size()), reference.asker.bytes.begin());
      reference.subject = {reader.u64()};
      reference.purpose = static_cast<Purpose>(reader.u8());
      reference.deadline = hit::read_time(reader);
      reference.released = reader.u8() != 0;
    }
    return reader.check();
  }

  /// What nobody can ask or release any more is forgotten.
  void forget(Time at) {
    std::erase_if(questions, [&](const auto& one) { return one.second + options.question_age + skew < at; });
    std::erase_if(references, [&](const auto& one) { return one.second.deadline <= at; });
  }
};

HitDesk::HitDesk(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
HitDesk::HitDesk(HitDesk&&) noexcept = default;
HitDesk& HitDesk::operator=(HitDesk&&) noexcept = default;
HitDesk::~HitDesk() = default;

Result<HitDesk> HitDesk::open(const std::filesystem::path& ledger, const Key& own, const HitDeskOptions& options) {
  auto state = std::make_unique<State>(ledger, own, options);
  if (auto ok = state->load(); !ok) return ok.error();
  return HitDesk(std::move(state));
}

Result<HitAnswer> HitDesk::answer(const std::filesystem::path& question, const Party& asker, const View& view,
                                  const Policy& policy, Audit& audit, const std::filesystem::path& out) {
  const auto plain = hit::receive(Kind::question, question, state_->own, asker);
  if (!plain) return plain.error();
  auto asked = read_question(*plain);
  if (!asked) return asked.error();
  const auto now = state_->now();
  if (asked->at > now + skew)
    return {ErrorCode::clock_suspect, "hit desk: the question is of " + to_string(asked->at) + ", now is " +
                                          to_string(now) + "; one of the two clocks is wrong"};
  if (asked->at + state_->options.question_age < now)
    return denied("the question is of " + to_string(asked->at) + " and too old; ask anew");
  if (asked->purpose != view.purpose())
    return denied("asked for " + std::string(to_string(asked->purpose)) + ", the view is for " +
                  std::string(to_string(view.purpose())));
  state_->forget(now);
  if (!state_->questions.emplace(asked->id, asked->at).second)
    return {ErrorCode::already_exists, "hit desk: this question was asked before"};
  // Spent before it is answered: a crash costs the asker a new question, and gives nobody a second answer.
  if (auto ok = state_->save(); !ok) return ok.error();

  auto request = asked->request;
  request.face_calibrations = state_->options.face_calibrations;
  request.on_behalf_of = "agency " + privacy::to_string(asker.signing) + " " + request.on_behalf_of;
  const auto found = screen(view, std::move(asked->probes), request, audit);
  if (!found) return found.error();
  const auto decision = decide(*found, policy);
  if (!decision) return decision.error();
  HitAnswer answer;
  answer.question = asked->id;
  answer.band = band_of(*decision);
  answer.hit = decision->hit;
  answer.reference = hit::random_id();
  answer.deadline = now + state_->options.answer_life;
  if (answer.hit)
    state_->references[answer.reference] = {asked->id,      asker.signing,   decision->candidates.front().subject,
                                            asked->purpose, answer.deadline, false};
  if (auto ok = state_->save(); !ok) return ok.error();

  privacy::AuditEntry entry;
  entry.operation = privacy::Operation::disclosure;
  entry.officer = request.officer;
  entry.on_behalf_of = request.on_behalf_of;
  entry.purpose = asked->purpose;
  entry.legal_basis = request.legal_basis;
  entry.justification = request.justification;
  entry.case_reference = request.case_reference;
  entry.gallery = decision->gallery;
  entry.view_hash = decision->view_hash;
  entry.view_size = decision->view_size;
  entry.candidates = answer.hit ? 1 : 0;
  entry.recipient = "agency " + privacy::to_string(asker.signing);
  entry.result = answer.hit ? "hit, reference " + hit::hex(answer.reference) : "no hit";
  if (answer.hit) entry.subjects = {privacy::person_of(entry.gallery, decision->candidates.front().subject)};
  if (const auto said = audit.append(entry); !said) return said.error();
  Writer reply;
  reply.bytes(answer.question);
  reply.u8(static_cast<std::uint8_t>(answer.band));
  reply.bytes(answer.reference);
  hit::write_time(reply, answer.deadline);
  if (auto ok = hit::send(Kind::answer, reply, state_->own, asker, out); !ok) return ok.error();
  return answer;
}

Result<void> HitDesk::release(const std::filesystem::path& confirmation, const Party& asker,
                              std::span<const privacy::PublicKey> officers, Gallery& gallery, const Record& record,
                              Audit& audit, const std::filesystem::path& out) {
  const auto plain = hit::receive(Kind::confirmation, confirmation, state_->own, asker);
  if (!plain) return plain.error();
  Reader reader(*plain, "confirmation");
  const auto question = hit::read_id(reader), id = hit::read_id(reader);
  HitConfirmation said;
  for (auto* text : {&said.officer, &said.recipient, &said.justification, &said.legal_basis})
    *text = hit::read_text(reader);
  const auto at = hit::read_time(reader);
  const auto words = std::span(*plain).first(reader.offset());
  privacy::PublicKey officer;
  privacy::Signature signature;
  std::ranges::copy(reader.take(sizeof officer), officer.bytes.begin());
  std::ranges::copy(reader.take(sizeof signature), signature.bytes.begin());
  if (auto ok = reader.check(); !ok) return ok;
  if (reader.remaining() != 0) return reader.corrupt("bytes after its end");

  const auto now = state_->now();
  if (said.officer.empty() || said.recipient.empty() || said.justification.empty())
    return denied("the confirmation names no officer, no recipient or no reason");
  if (std::ranges::find(officers, officer) == officers.end() || officer == asker.signing)
    return denied("the confirmation is not signed by an officer that is known here");
  if (!privacy::verify(officer, hit::officer_context, words, signature))
    return {ErrorCode::tampered, "hit desk: the officer's signature does not fit the confirmation"};
  if (at > now + skew) return {ErrorCode::clock_suspect, "hit desk: the confirmation is from the future"};
  const auto found = state_->references.find(id);
  if (found == state_->references.end() || found->second.asker != asker.signing || found->second.question != question)
    return denied("there is no such reference for this agency");
  auto& reference = found->second;
  if (reference.released) return denied("the record of this reference was released before");
  if (now >= reference.deadline) return denied("the deadline was " + to_string(reference.deadline) + "; ask anew");
  const auto subject = gallery.subject(reference.subject);
  if (!subject) return subject.error();
  const auto bytes = record(*subject);
  if (!bytes) return bytes.error();

  reference.released = true;  // spent before it leaves
  if (auto ok = state_->save(); !ok) return ok;
  privacy::AuditEntry entry;
  entry.operation = privacy::Operation::disclosure;
  entry.officer = said.officer;
  entry.on_behalf_of = "agency " + privacy::to_string(asker.signing);
  entry.recipient = said.recipient;
  entry.purpose = reference.purpose;
  entry.legal_basis = said.legal_basis;
  entry.justification = said.justification;
  entry.gallery = gallery.id();
  entry.candidates = 1;
  entry.result = "released, reference " + hit::hex(id);
  entry.subjects = {privacy::person_of(entry.gallery, reference.subject)};
  if (const auto written = audit.append(entry); !written) return written.error();
  Writer message;
  message.bytes(id);
  message.bytes(*bytes);
  return hit::send(Kind::release, message, state_->own, asker, out);
}

}  // namespace limen
