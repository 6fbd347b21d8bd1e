// The asking side: question, answer, confirmation.
#include <algorithm>

#include "screening/hit_message.hpp"

namespace limen {

using hit::Kind;

Party party_of(const privacy::Key& seed) {
  const hit::Secrets secrets(seed);
  return {secrets.signing.public_key(), secrets.box.public_key()};
}

privacy::PublicKey officer_of(const privacy::Key& officer_key) {
  return privacy::SigningKey(officer_key.derive("limen officer signature")).public_key();
}

std::string_view to_string(ScoreBand band) noexcept {
  switch (band) {
    case ScoreBand::none: return "none";
    case ScoreBand::at: return "at";
    case ScoreBand::above: return "above";
    case ScoreBand::far_above: return "far_above";
  }
  return "none";
}

Result<HitId> ask(Question&& question, const privacy::Key& own, const Party& other, Audit& audit,
                  const std::filesystem::path& out, const Clock* clock) {
  auto taken = std::move(question);
  if (!privacy::known(taken.purpose))
    return {ErrorCode::purpose_required, "question: a search has a purpose; this one has none, or an unknown one"};
  if (taken.officer.empty()) return {ErrorCode::invalid_argument, "question: no officer is named"};
  if (taken.probes.empty()) return {ErrorCode::invalid_argument, "question: there is no probe"};
  if (taken.probes.fingers.size() > 64 || taken.probes.faces.size() > 64)
    return {ErrorCode::invalid_argument, "question: one person has at most 64 probes here"};
  const auto id = hit::random_id();
  Writer plain;
  plain.bytes(id);
  hit::write_time(plain, hit::now(clock));
  plain.u8(static_cast<std::uint8_t>(taken.purpose));
  for (const auto* text :
       {&taken.officer, &taken.on_behalf_of, &taken.legal_basis, &taken.justification, &taken.case_reference})
    hit::write_text(plain, *text);
  plain.u8(static_cast<std::uint8_t>(taken.probes.fingers.size()));
  plain.u8(static_cast<std::uint8_t>(taken.probes.faces.size()));
  for (const auto& finger : taken.probes.fingers) hit::write_bytes(plain, serialise(finger));
  for (const auto& face : taken.probes.faces) hit::write_bytes(plain, serialise(face));
  taken.probes.wipe();

  privacy::AuditEntry entry;
  entry.operation = privacy::Operation::disclosure;
  entry.officer = taken.officer;
  entry.on_behalf_of = taken.on_behalf_of;
  entry.purpose = taken.purpose;
  entry.legal_basis = taken.legal_basis;
  entry.justification = taken.justification;
  entry.case_reference = taken.case_reference;
  entry.recipient = "agency " + privacy::to_string(other.signing);
  entry.result = "question " + hit::hex(id);
  if (const auto said = audit.append(entry); !said) return said.error();
  if (auto ok = hit::send(Kind::question, plain, own, other, out); !ok) return ok.error();
  return id;
}

Result<HitAnswer> read_answer(const std::filesystem::path& file, const privacy::Key& own, const Party& other) {
  const auto plain = hit::receive(Kind::answer, file, own, other);
  if (!plain) return plain.error();
  Reader reader(*plain, "answer");
  HitAnswer answer;
  answer.question = hit::read_id(reader);
  const auto band = reader.u8();
  answer.reference = hit::read_id(reader);
  answer.deadline = hit::read_time(reader);
  if (auto ok = reader.check(); !ok) return ok.error();
  if (band > 3 || reader.remaining() != 0) return reader.corrupt("no such band");
  answer.band = static_cast<ScoreBand>(band);
  answer.hit = answer.band != ScoreBand::none;
  return answer;
}

Result<void> confirm(const HitAnswer& answer, const HitConfirmation& confirmation, const privacy::Key& officer_key,
                     const privacy::Key& own, const Party& other, const std::filesystem::path& out,
                     const Clock* clock) {
  const auto refused = [](const char* why) {
    return Error{ErrorCode::invalid_argument, std::string("confirm: ") + why};
  };
  if (!answer.hit) return refused("there is no hit to confirm");
  if (confirmation.officer.empty()) return refused("no officer is named; a human being confirms");
  if (confirmation.recipient.empty()) return refused("no recipient is named");
  if (confirmation.justification.empty()) return refused("no justification is given");
  if (std::ranges::equal(officer_key.reveal(), own.reveal()))
    return refused("the officer's key is the agency's; a person signs with a key of his own");
  const auto at = hit::now(clock);
  const auto words = hit::signed_words(answer.question, answer.reference, confirmation, at);
  const privacy::SigningKey officer(officer_key.derive("limen officer signature"));
  const auto signature = officer.sign(hit::officer_context, words);
  Writer plain;
  plain.bytes(words);
  plain.bytes(officer.public_key().bytes);
  plain.bytes(signature.bytes);
  return hit::send(Kind::confirmation, plain, own, other, out);
}

Result<HitRecord> read_release(const std::filesystem::path& file, const privacy::Key& own, const Party& other) {
  const auto plain = hit::receive(Kind::release, file, own, other);
  if (!plain) return plain.error();
  Reader reader(*plain, "release");
  HitRecord record;
  record.reference = hit::read_id(reader);
  if (auto ok = reader.check(); !ok) return ok.error();
  const auto bytes = reader.take(reader.remaining());
  record.record.assign(bytes.begin(), bytes.end());
  return record;
}

}  // namespace limen
