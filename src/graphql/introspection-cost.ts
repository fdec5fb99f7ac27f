import type { FieldNode, SelectionNode } from 'graphql';

/** How many entries the lists of the introspection types may have in a schema like this one. */
const ENTRIES: Readonly<Record<string, number>> = {
  types: 120,
  fields: 10,
  args: 2,
  inputFields: 4,
  enumValues: 4,
  interfaces: 2,
  possibleTypes: 2,
  directives: 5,
};

/** Whether a field asks about the schema. */
export function isIntrospection({ name }: FieldNode): boolean {
  return name.value === '__schema' || name.value === '__type';
}

/** Values that a selection of an introspection type produces, from those of what is selected below it. */
export function introspectionCost(selection: SelectionNode, below: number): number {
  if (selection.kind !== 'Field') return below;
  return 1 + (ENTRIES[selection.name.value] ?? 1) * below;
}
