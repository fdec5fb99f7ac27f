import { DomainError } from '../errors.js';

/** What has an id of its own in the whole API. */
export const NODE_TYPES = ['User', 'Content', 'Model', 'TrainingJob'] as const;
export type NodeTypeName = (typeof NODE_TYPES)[number];

export interface NodeKey {
  readonly type: NodeTypeName;
  /** As the type's own field `id` has it. */
  readonly id: string;
}

/** Opaque to clients: what it is made of may change with any version that keeps reading the former ones. */
export function toNodeId({ type, id }: NodeKey): string {
  return Buffer.from(`${type}:${id}`).toString('base64url');
}

/**
 * @param argument where the id stands, for the error
 * @throws DomainError BAD_USER_INPUT for anything that `toNodeId` did not write
 */
export function readNodeId(nodeId: string, argument: string): NodeKey {
  const text = Buffer.from(nodeId, 'base64url').toString();
  const type = NODE_TYPES.find((name) => text.startsWith(`${name}:`));
  const key = type && { type, id: text.slice(type.length + 1) };
  if (!key || key.id.includes('\u0000') || toNodeId(key) !== nodeId)
    throw new DomainError(
      'BAD_USER_INPUT',
      `Argument "${argument}" must be a nodeId of this API; what the field id holds is taken by user(id:), content(id:), model(id:) and trainingJob(id:).`,
      { argument },
    );
  return key;
}
