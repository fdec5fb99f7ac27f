import { Max, Min } from 'class-validator';

/** Bounds an argument on both sides, with one message that names it, the bounds and what was given. */
export function Range(minimum: number, maximum: number): PropertyDecorator {
  const message = ({ property, value }: { property: string; value: unknown }) =>
    outOfRange(property, value, minimum, maximum);
  return (target, property) => {
    Min(minimum, { message })(target, property as string);
    Max(maximum, { message })(target, property as string);
  };
}

/** What is said of an argument that is not within its bounds. */
export function outOfRange(argument: string, value: unknown, minimum: number, maximum: number): string {
  return `Argument "${argument}" must be from ${minimum} to ${maximum}, but is ${String(value)}.`;
}
