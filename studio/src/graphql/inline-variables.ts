import { Kind, parse, print, visit, type DocumentNode, type ObjectFieldNode, type ValueNode } from 'graphql';

/** For input types that hold an enum somewhere: the types of such fields. Enums are the types that are not in it. */
export type EnumFields = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * An operation with its values in their places, so that it can be pasted anywhere.
 * @param variables those that are undefined are left out, with the arguments that they stand for
 * @param enums which strings are names of enums: GraphQL writes those without quotes
 */
export function inlineVariables(
  source: string,
  variables: Readonly<Record<string, unknown>>,
  enums: { readonly names: readonly string[]; readonly fields: EnumFields },
): string {
  const document = parse(source);
  const types = new Map<string, string>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    for (const { variable, type } of definition.variableDefinitions ?? []) {
      types.set(variable.name.value, print(type).replace(/[[\]!]/g, ''));
    }
  }

  const literal = (value: unknown, type: string | undefined): ValueNode => {
    if (value === null) return { kind: Kind.NULL };
    if (Array.isArray(value)) return { kind: Kind.LIST, values: value.map((entry) => literal(entry, type)) };
    if (typeof value === 'boolean') return { kind: Kind.BOOLEAN, value };
    if (typeof value === 'number') {
      return Number.isInteger(value)
        ? { kind: Kind.INT, value: String(value) }
        : { kind: Kind.FLOAT, value: String(value) };
    }
    if (typeof value === 'object') {
      const fields = Object.entries(value).flatMap(([name, field]): ObjectFieldNode[] =>
        field === undefined
          ? []
          : [
              {
                kind: Kind.OBJECT_FIELD,
                name: { kind: Kind.NAME, value: name },
                value: literal(field, enums.fields[type ?? '']?.[name]),
              },
            ],
      );
      return { kind: Kind.OBJECT, fields };
    }
    const text = String(value);
    const isEnum = type !== undefined && enums.names.includes(type);
    return isEnum ? { kind: Kind.ENUM, value: text } : { kind: Kind.STRING, value: text };
  };

  const inlined: DocumentNode = visit(document, {
    OperationDefinition: (node) => ({ ...node, variableDefinitions: [] }),
    Argument: (node) =>
      node.value.kind === Kind.VARIABLE && variables[node.value.name.value] === undefined ? null : undefined,
    Variable: ({ name: { value: name } }) => literal(variables[name], types.get(name)),
  });
  return print(inlined);
}
