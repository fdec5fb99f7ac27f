import { contentCosine, scoreContent } from '../model/content/profile.js';
import { blendAll } from '../model/hybrid/blend.js';
import { calibrate } from '../model/hybrid/calibrate.js';
import { isInformative, scoreRawCollaborative } from '../model/hybrid/hybrid-model.js';
import { rankByCollaborative } from '../model/hybrid/rank-by-collaborative.js';
import { defaultAlpha, scoreLearner, type ScoreBasis } from '../model/hybrid/score-learner.js';
import { interestProfile } from './interest-profile.js';
import type { ListDesk } from './list-desk.js';
import type { ListOwner } from './make-list.js';
import { rankPlaces } from './rank-list.js';

/** The order of a list, before exploration, and the scores of what is in it. */
export interface OrderedList {
  readonly order: Int32Array;
  readonly alpha: number;
  readonly basis: ScoreBasis;
  /** Both halves of one place on 0-10; only until the desk is used again. */
  readonly breakdownOf: (place: number) => { readonly collaborative: number; readonly content: number };
}

export interface OrderRequest {
  /** 1 ranks a place behind all others; null for none. */
  readonly behind: Uint8Array | null;
  /** How many places of the order are wanted. */
  readonly length: number;
}

/**
 * Orders a learner's list by blended score, with what `desk.excluded` leaves out. Where the order goes by score alone, few items
 * are scored in both halves; the list is the same to the last bit.
 */
export function orderList(desk: ListDesk, owner: ListOwner, request: OrderRequest): OrderedList {
  const { controls, serving } = desk;
  const byScoreAlone = !request.behind && !controls.diversity && controls.minScore === undefined;
  return byScoreAlone && isInformative(owner.state.history, serving.rows.length)
    ? orderWarm(desk, owner, request.length)
    : orderAny(desk, owner, request);
}

function orderWarm(
  { serving, controls, halves, interest, excluded, rankerFor }: ListDesk,
  owner: ListOwner,
  length: number,
) {
  const { model, space, tieRank } = serving;
  const { calibration } = model;
  const { history } = owner.state;
  const basis: ScoreBasis = { kind: 'HISTORY', length: owner.state.history.length };
  const alpha = controls.alpha ?? defaultAlpha(model, basis);
  const { collaborative } = halves;
  scoreRawCollaborative(model, space, history, collaborative);
  const { indices, values } = interestProfile(history, space.vectors);
  for (let n = 0; n < indices.length; n++) interest[indices[n]] = values[n];
  const content = (item: number): number => contentCosine(interest, space.vectors, item);
  const rankAll = (): Int32Array => {
    scoreContent(interest, space.vectors, halves.content);
    const raw = { ...halves, contentError: 0, exactContent: (item: number) => halves.content[item], excluded };
    return rankerFor(length).rank(raw, [alpha])[0];
  };
  const few = { calibration, collaborative, content, alpha, excluded, tieRank, k: length };
  const order = rankByCollaborative(few) ?? rankAll();
  for (const place of order) halves.content[place] = content(place);
  for (const column of indices) interest[column] = 0;
  return {
    order,
    alpha,
    basis,
    breakdownOf: (place: number) => ({
      collaborative: calibrate(calibration.collaborative, collaborative[place]),
      content: calibrate(calibration.content, halves.content[place]),
    }),
  };
}

function orderAny(desk: ListDesk, { state, cohort }: ListOwner, { behind, length }: OrderRequest): OrderedList {
  const { serving, controls, halves, scores, excluded } = desk;
  const basis = scoreLearner(serving.model, serving.space, state.profile, state.history, cohort, halves);
  const alpha = controls.alpha ?? defaultAlpha(serving.model, basis);
  blendAll(alpha, halves.collaborative, halves.content, scores);
  return {
    order: rankPlaces({
      scores,
      excluded,
      tieRank: serving.tieRank,
      vectors: serving.space.vectors,
      minScore: controls.minScore ?? -Infinity,
      diversity: controls.diversity ?? 0,
      behind,
      length,
    }),
    alpha,
    basis,
    breakdownOf: (place) => ({ collaborative: halves.collaborative[place], content: halves.content[place] }),
  };
}
