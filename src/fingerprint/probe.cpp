#include "limen/fingerprint/probe.hpp"

#include "limen/fingerprint/reference.hpp"

#include "fingerprint/prepared.hpp"

namespace limen::fingerprint {

Probe::Probe(const Template& finger) : prepared_(std::make_unique<const Prepared>(finger)) {}
Probe::Probe(Probe&&) noexcept = default;
Probe& Probe::operator=(Probe&&) noexcept = default;
Probe::~Probe() = default;
FingerPosition Probe::position() const noexcept { return prepared_->position; }
std::size_t Probe::minutiae() const noexcept { return static_cast<std::size_t>(prepared_->count); }
bool Probe::has_ridge_map() const noexcept { return prepared_->has_map; }
std::size_t Probe::bytes() const noexcept { return prepared_->bytes(); }

Probe prepare(const Template& finger) { return Probe(finger); }

Reference::Reference(const Template& finger) : prepared_(std::make_shared<const Prepared>(finger)) {}
Reference::Reference(const Reference&) noexcept = default;
Reference::Reference(Reference&&) noexcept = default;
Reference& Reference::operator=(const Reference&) noexcept = default;
Reference& Reference::operator=(Reference&&) noexcept = default;
Reference::~Reference() = default;
FingerPosition Reference::position() const noexcept { return prepared_->position; }
std::size_t Reference::minutiae() const noexcept { return static_cast<std::size_t>(prepared_->count); }
bool Reference::has_ridge_map() const noexcept { return prepared_->has_map; }
std::size_t Reference::bytes() const noexcept { return prepared_->bytes(); }

}  // namespace limen::fingerprint
