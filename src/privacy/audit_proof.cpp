#include "limen/privacy/audit_proof.hpp"

#include <algorithm>

#include "limen/core/json.hpp"
#include "limen/core/writer.hpp"

#include "privacy/audit_line.hpp"
#include "privacy/hex.hpp"
#include "privacy/json_scanner.hpp"

namespace limen::privacy {

namespace {

constexpr std::string_view head_context = "limen audit tree head 1";

/// What is signed: every member, none of which can run into the next.
Bytes words_of(const TreeHead& tree) {
  Writer words;
  words.u32(static_cast<std::uint32_t>(tree.log.size()));
  words.bytes(std::as_bytes(std::span(tree.log)));
  words.u64(tree.size);
  words.write(std::int64_t{tree.time.time_since_epoch().count()});
  words.bytes(tree.root.bytes);
  words.bytes(tree.head.bytes);
  return {words.span().begin(), words.span().end()};
}

std::string path_text(const std::vector<Digest>& path) {
  std::string text;
  for (const auto& digest : path) append_hex(text, digest.bytes);
  return text;
}

std::optional<std::vector<Digest>> path_from(std::string_view text) {
  constexpr std::size_t digits = 64;
  std::vector<Digest> path;
  if (text.size() % digits != 0 || text.size() > 64 * digits) return std::nullopt;
  for (std::size_t i = 0; i < text.size(); i += digits) {
    const auto digest = digest_from(text.substr(i, digits));
    if (!digest) return std::nullopt;
    path.push_back(*digest);
  }
  return path;
}

Error no_such(const char* what) {
  return {ErrorCode::unsupported_format, std::string(what) + ": this text is none of this limen"};
}

std::string_view without_line_end(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  return text;
}

Error wrong(std::string why) { return {ErrorCode::tampered, "audit proof: " + std::move(why)}; }

}  // namespace

SignedTreeHead sign(const TreeHead& tree, const SigningKey& key) {
  return {tree, key.public_key(), key.sign(head_context, words_of(tree))};
}

Result<TreeHead> opened(const SignedTreeHead& head, const PublicKey& trusted) {
  if (head.signer != trusted)
    return {ErrorCode::access_denied,
            "tree head: signed by " + to_string(head.signer) + ", trusted is " + to_string(trusted)};
  if (!verify(head.signer, head_context, words_of(head.tree), head.signature))
    return {ErrorCode::tampered, "tree head: its signature does not fit"};
  return head.tree;
}

Result<AuditRecord> check(const EntryProof& proof, const TreeHead& tree) {
  if (proof.log != tree.log) return wrong("it is of another log than the tree head");
  if (proof.size != tree.size)
    return wrong("it leads to a tree of " + std::to_string(proof.size) + " entries, the head has " +
                 std::to_string(tree.size));
  const auto before = link_from(proof.previous);
  if (!before || proof.sequence == 0) return wrong("it is damaged");
  const auto leaf = chained(*before, proof.body);
  if (!verify_inclusion(leaf, proof.sequence - 1, proof.size, proof.path, tree.root))
    return wrong("the entry is not in the tree of the head");
  AuditRecord record;
  record.sequence = proof.sequence;
  record.previous = before->hash;
  record.hash = leaf;
  const auto stamp = stamp_of(proof.body);
  if (!stamp || stamp->sequence != proof.sequence) return wrong("the entry has another number");
  record.time = stamp->time;
  const auto contents = contents_of(proof.body, proof.log, proof.sequence, proof.key ? &*proof.key : nullptr);
  if (!contents) return record;  // of format 1: its number, time and hash are proved
  if (!contents->stored) {
    if (proof.key) return {ErrorCode::wrong_key, "audit proof: its key does not open this entry"};
    return record;
  }
  record.entry = contents->stored->entry;
  record.hidden = contents->stored->subjects.size();
  record.entry.subjects.assign(record.hidden, "-");
  return record;
}

Result<void> check(const ContinuationProof& proof, const TreeHead& first, const TreeHead& second) {
  if (proof.log != first.log || proof.log != second.log) return wrong("the heads are of different logs");
  if (proof.first != first.size || proof.second != second.size) return wrong("it is for trees of other sizes");
  if (!verify_consistency(first.size, first.root, second.size, second.root, proof.path))
    return wrong("the later tree does not continue the earlier one: something before entry " +
                 std::to_string(first.size + 1) + " was changed");
  return {};
}

std::string to_json(const SignedTreeHead& head) {
  std::string members;
  json::add_text(members, "limen_tree_head", head.tree.log);
  json::add_number(members, "size", head.tree.size);
  json::add_text(members, "time", limen::to_string(head.tree.time));
  json::add_text(members, "root", to_string(head.tree.root));
  json::add_text(members, "head", to_string(head.tree.head));
  json::add_text(members, "signer", to_string(head.signer));
  json::add_text(members, "signature", to_string(head.signature));
  return json::object(std::move(members));
}

Result<SignedTreeHead> tree_head_from(std::string_view text) {
  Scanner scan(without_line_end(text));
  SignedTreeHead head;
  head.tree.log = scan.text("limen_tree_head");
  head.tree.size = scan.number("size");
  head.tree.time = scan.time("time");
  head.tree.root = scan.digest("root");
  head.tree.head = scan.digest("head");
  const auto signer = public_key_from(scan.text("signer"));
  const auto signature = signature_from(scan.text("signature"));
  if (!scan.closed() || !signer || !signature) return no_such("tree head");
  head.signer = *signer;
  head.signature = *signature;
  return head;
}

std::string to_json(const EntryProof& proof) {
  std::string members;
  json::add_text(members, "limen_entry_proof", proof.log);
  json::add_number(members, "sequence", proof.sequence);
  json::add_number(members, "size", proof.size);
  json::add_text(members, "previous", proof.previous);
  json::add_text(members, "body", proof.body);
  json::add_text(members, "path", path_text(proof.path));
  if (proof.key) json::add_text(members, "key", to_hex(proof.key->reveal()));
  return json::object(std::move(members));
}

Result<EntryProof> entry_proof_from(std::string_view text) {
  Scanner scan(without_line_end(text));
  EntryProof proof;
  proof.log = scan.text("limen_entry_proof");
  proof.sequence = scan.number("sequence");
  proof.size = scan.number("size");
  proof.previous = scan.text("previous");
  proof.body = scan.text("body");
  auto path = path_from(scan.text("path"));
  if (scan.next_is("key")) {
    SecureBytes key(Key::size);
    if (!from_hex(scan.text("key"), key.span())) return no_such("entry proof");
    proof.key = Key::from_bytes(key.span()).value();
  }
  if (!scan.closed() || !path) return no_such("entry proof");
  proof.path = std::move(*path);
  return proof;
}

std::string to_json(const ContinuationProof& proof) {
  std::string members;
  json::add_text(members, "limen_continuation_proof", proof.log);
  json::add_number(members, "first", proof.first);
  json::add_number(members, "second", proof.second);
  json::add_text(members, "path", path_text(proof.path));
  return json::object(std::move(members));
}

Result<ContinuationProof> continuation_proof_from(std::string_view text) {
  Scanner scan(without_line_end(text));
  ContinuationProof proof;
  proof.log = scan.text("limen_continuation_proof");
  proof.first = scan.number("first");
  proof.second = scan.number("second");
  auto path = path_from(scan.text("path"));
  if (!scan.closed() || !path) return no_such("continuation proof");
  proof.path = std::move(*path);
  return proof;
}

}  // namespace limen::privacy
