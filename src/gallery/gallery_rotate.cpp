// A new key: everything that the old one wrapped is wrapped anew; templates stay as they are.
#include "gallery/state.hpp"

namespace limen {

namespace {

constexpr std::size_t progress_step = 4096;  // references

/// What a store walks over may not be changed meanwhile.
template <class Stored, class Walk>
Result<std::vector<Stored>> all_of(Walk&& walk) {
  std::vector<Stored> all;
  auto ok = walk([&](const Stored& one) -> Result<void> {
    all.push_back(one);
    return {};
  });
  if (!ok) return ok.error();
  return all;
}

}  // namespace

Result<void> Gallery::State::rotate(const privacy::Key& key, const KeyRow& key_row, const Work& work) {
  Vault fresh(key, gallery_id);
  const auto ok = write(
      [&](Manifest& next) -> Result<void> {
        next.rows = {};
        const auto subjects = all_of<StoredSubject>([&](const auto& each) { return store->subjects(each); });
        if (!subjects) return subjects.error();
        for (const auto& subject : *subjects) {
          const auto label = vault.open_label(subject);
          if (!label) return label.error();
          const auto anew = fresh.seal(subject.id, *label, subject.enrolled);
          if (auto done = store->update(anew); !done) return done;
          fresh.toggle(anew, next.rows);
        }
        const auto stored_facts = all_of<StoredFact>([&](const auto& each) { return store->facts(each); });
        if (!stored_facts) return stored_facts.error();
        for (const auto& one : *stored_facts) {
          const auto fact = vault.open_fact(one);
          if (!fact) return fact.error();
          const auto anew = fresh.seal(one.id, one.subject, *fact);
          if (auto done = store->update(anew); !done) return done;
          fresh.toggle(anew, next.rows);
        }
        auto references = all_of<StoredReference>([&](const auto& each) { return store->references(each); });
        if (!references) return references.error();
        std::size_t done = 0;
        for (auto& reference : *references) {
          if (auto wrapped = vault.rewrap(reference, reference.record, fresh); !wrapped) return wrapped;
          if (auto updated = store->update(reference); !updated) return updated;
          fresh.toggle(reference, next.rows);
          if (++done % progress_step != 0) continue;
          if (work.stop.stop_requested()) return {ErrorCode::cancelled, "gallery: the change of its key was cancelled"};
          if (work.progress) work.progress(done, references->size());
        }
        return put_key_rows(*store, fresh, audit_key, key_row);
      },
      fresh);
  if (!ok) return ok;
  vault = std::move(fresh);
  auto purged = store->purge();
  if (purged) return {};
  auto error = purged.error();
  error.message += "; the key was changed: call purge() later";
  return error;
}

Result<void> Gallery::rotate(const privacy::Key& key, const Work& work) {
  const std::lock_guard lock(state_->mutex);
  return state_->rotate(key, {}, work);
}

Result<void> Gallery::rotate(const privacy::Passphrase& passphrase, const Work& work,
                             const privacy::PassphraseParameters& parameters) {
  const auto key = privacy::Key::from_passphrase(passphrase, parameters);
  if (!key) return key.error();
  const std::lock_guard lock(state_->mutex);
  return state_->rotate(*key, KeyRow({passphrase_row, bytes_of(parameters)}), work);
}

Result<void> Gallery::rotate(privacy::KeyProvider& provider, const Work& work) {
  const std::lock_guard lock(state_->mutex);
  const auto key = privacy::Key::random();
  auto wrapped = provider.wrap(key.reveal(), provider_context(state_->gallery_id));
  if (!wrapped) return wrapped.error();
  return state_->rotate(key, KeyRow({wrapped_key_row, std::move(*wrapped)}), work);
}

}  // namespace limen
