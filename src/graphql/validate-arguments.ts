import { validateSync } from 'class-validator';
import { DomainError } from '../errors.js';
import { refuseTexts } from './refuse-texts.js';

interface Info {
  readonly parentType: { readonly name: string };
}

/**
 * Checks the texts of all arguments, and the bounds that the classes in inputs/ declare. Lists and scalars declare none; the rows of a batch are checked
 * by the services, one by one.
 * @throws DomainError BAD_USER_INPUT that names the argument
 */
export function validateArguments(
  value: unknown,
  _type: unknown,
  asked: { readonly args: object; readonly info: Info },
): void {
  // Lists of ids of a mutation are rows too: each is answered by itself.
  if (asked.info.parentType.name !== 'Mutation') refuseTexts(asked.args);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  const [first] = validateSync(value, {
    skipMissingProperties: true,
    forbidUnknownValues: false,
    stopAtFirstError: true,
    validationError: { target: false, value: false },
  });
  if (!first) return;
  const message = Object.values(first.constraints ?? {})[0] ?? `Argument "${first.property}" is not accepted.`;
  throw new DomainError('BAD_USER_INPUT', message, { argument: first.property });
}
