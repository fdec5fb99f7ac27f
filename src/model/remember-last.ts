/**
 * The same function, which keeps its answer to the last argument: for work that calls in a row share, as the explanations of
 * one list do. An argument must not change after it was given.
 */
export function rememberLast<Argument extends object, Answer>(
  work: (argument: Argument) => Answer,
): (argument: Argument) => Answer {
  let last: { readonly argument: Argument; readonly answer: Answer } | null = null;
  return (argument) => {
    if (last?.argument !== argument) last = { argument, answer: work(argument) };
    return last.answer;
  };
}
