#include "residue.hpp"

#include <algorithm>
#include <functional>
#include <string_view>

namespace limen::face {
namespace {

Residue::Fingerprint fingerprint(std::span<const std::byte> buffer) {
  const std::string_view text(reinterpret_cast<const char*>(buffer.data()), buffer.size());
  return {buffer.size(), std::hash<std::string_view>{}(text)};
}

}  // namespace

Residue::Fingerprints Residue::fingerprints(Buffers buffers) {
  Fingerprints all;
  for (const auto buffer : buffers) all.emplace(buffer.data(), fingerprint(buffer));
  return all;
}

void Residue::learn(const Fingerprints& after_picture, const Fingerprints& after_black) {
  for (const auto& [address, print] : after_black)
    if (const auto before = after_picture.find(address); before != after_picture.end() && before->second == print)
      staying_.insert(print);
  learnt_ = true;
}

bool Residue::stays(std::span<const std::byte> buffer) const {
  const auto of_size = staying_.lower_bound({buffer.size(), 0});
  if (of_size == staying_.end() || of_size->first != buffer.size()) return false;  // most: not worth a hash
  return staying_.contains(fingerprint(buffer));
}

void Residue::wipe(Buffers buffers) const {
  for (const auto buffer : buffers)
    if (!stays(buffer)) secure_wipe(buffer.data(), buffer.size());
}

Residue::Copies Residue::copies(Buffers buffers) const {
  Copies all;
  for (const auto buffer : buffers)
    if (!stays(buffer)) all.emplace(buffer.data(), SecureVector<std::byte>(buffer.begin(), buffer.end()));
  return all;
}

void Residue::restore(const Copies& copies, Buffers buffers) {
  for (const auto buffer : buffers)
    if (const auto copy = copies.find(buffer.data()); copy != copies.end() && copy->second.size() == buffer.size())
      std::ranges::copy(copy->second, buffer.begin());
}

}  // namespace limen::face
