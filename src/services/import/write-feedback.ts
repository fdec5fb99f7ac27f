import type { FeedbackInput } from '../feedback.js';
import { createKeyLookup } from './key-lookup.js';
import type { WriterStores } from './rehearsal.js';
import { nothing, refuseUnknownContent, type RowWriter } from './write-rows.js';

/** Learners that are not known are created with nothing but their id; content that is not known is a fault. */
export function createFeedbackWriter(stores: WriterStores): RowWriter<FeedbackInput> {
  const written = nothing();
  const contents = createKeyLookup((ids) => stores.contents.findByIds(ids));
  const users = createKeyLookup((ids) => stores.users.findByIds(ids));
  return {
    written,
    async write(rows, refuse) {
      const contentPks = await contents.find(rows.map(({ input }) => input.contentId));
      const good = refuseUnknownContent(rows, contentPks, refuse);
      const ids = new Set(good.map(({ input }) => input.userId));
      const known = await users.find(ids);
      const missing = [...ids].filter((id) => !known.has(id));
      const created = missing.length > 0 ? await stores.users.ensure(missing) : new Map<string, number>();
      users.add(created);
      written.createdUsers += missing.length;
      const stored = await stores.feedback.insertMany(
        good.map(({ input }) => ({
          userPk: (known.get(input.userId) ?? created.get(input.userId))!,
          contentPk: contentPks.get(input.contentId)!,
          kind: input.kind,
          givenAt: input.givenAt,
        })),
      );
      written.inserted += stored;
      written.duplicates += good.length - stored;
    },
    finish: async () => {},
    abandon: async () => {},
  };
}
