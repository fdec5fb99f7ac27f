import type { HoldoutComparison } from '../compute/messages.js';
import { runTask } from '../compute/run-task.js';
import { DomainError } from '../errors.js';
import type { ModelRow, ModelStore } from '../store/model.store.js';
import { isSameData, type Fingerprint, type TrainingData } from './training-data.js';

/** Whether a new model goes into service by itself, and why; see docs/adr/0008-quality-gate.md. */
export interface Activation {
  /** KEPT: stored, and can be activated by hand. */
  readonly decision: 'ACTIVATED' | 'KEPT';
  /** A sentence for people. */
  readonly reason: string;
  /** The model that was in service; null when there was none. */
  readonly comparedWith: string | null;
  /** Null where the two could not be compared. */
  readonly comparison: ActivationComparison | null;
}

/** Both models on what neither hold-out fit has seen. */
export interface ActivationComparison {
  readonly k: number;
  /** Learners that both ranked. */
  readonly users: number;
  /** Mean NDCG@k of the new model's hold-out fit. */
  readonly ndcg: number;
  /** Mean NDCG@k of the other one's. */
  readonly ndcgInService: number;
  /** New minus in service, with its 95% interval by paired bootstrap over learners. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
}

export interface GateOptions {
  readonly onProgress?: ((phase: string, fraction: number, detail: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Decides on a new model: it must not be significantly worse than the one in service. A model that cannot be compared goes into
 * service: the gate holds back what is shown to be worse, nothing else.
 * @throws DomainError TRAINING_CANCELLED
 */
export async function decideActivation(
  deps: { readonly models: ModelStore; readonly gate: 'strict' | 'off' },
  challenger: { readonly snapshot: Uint8Array; readonly fingerprint: Fingerprint; readonly data: TrainingData },
  options: GateOptions = {},
): Promise<Activation> {
  const champion = await deps.models.active();
  const activated = (reason: string): Activation => ({
    decision: 'ACTIVATED',
    reason,
    comparedWith: champion && String(champion.id),
    comparison: null,
  });
  if (!champion) return activated('No model was in service.');
  if (deps.gate === 'off') return activated('The quality gate is off.');
  const snapshot = await readOr(deps.models, champion);
  if (typeof snapshot === 'string') return activated(snapshot);
  const { columns, catalogue, learners } = challenger.data;
  const compared = await runTask(
    {
      kind: 'GATE',
      challenger: challenger.snapshot,
      champion: snapshot,
      sameData: isSameData(champion.fingerprint as Fingerprint, challenger.fingerprint),
      columns,
      catalogue,
      learners,
    },
    options,
  );
  return judge(compared, champion);
}

/** The decision that a comparison leads to. */
export function judge(compared: HoldoutComparison, champion: Pick<ModelRow, 'id'>): Activation {
  const comparedWith = String(champion.id);
  if (!compared.comparable) {
    const reason = `Model ${comparedWith}, in service, cannot be compared: ${compared.reason}.`;
    return { decision: 'ACTIVATED', reason, comparedWith, comparison: null };
  }
  const { k, users, challenger, champion: inService, difference, low, high } = compared;
  const worse = high < 0;
  const verdict = worse
    ? 'significantly worse than'
    : low > 0
      ? 'significantly better than'
      : 'not significantly different from';
  const n = (value: number): string => value.toFixed(4);
  return {
    decision: worse ? 'KEPT' : 'ACTIVATED',
    reason:
      `NDCG@${k} ${n(challenger)} is ${verdict} the ${n(inService)} of model ${comparedWith}: difference ${n(difference)}, ` +
      `95% interval ${n(low)} to ${n(high)}, over ${users} learners.`,
    comparedWith,
    comparison: { k, users, ndcg: challenger, ndcgInService: inService, difference, low, high },
  };
}

async function readOr(models: ModelStore, champion: ModelRow): Promise<Uint8Array | string> {
  try {
    return await models.readSnapshot(champion.id);
  } catch (error) {
    if (!(error instanceof DomainError) || !error.code.startsWith('SNAPSHOT')) throw error;
    return `Model ${champion.id}, in service, cannot be read.`;
  }
}
