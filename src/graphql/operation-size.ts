import { type DocumentNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';

/** How large an operation is, every fragment counted wherever it is spread. */
export interface OperationSize {
  /** Fields nested in one another; what lies below `__schema` and `__type` does not count. */
  readonly depth: number;
  /** Fields at the top. */
  readonly rootFields: number;
  /** Fields with an alias. */
  readonly aliases: number;
  /** All fields. */
  readonly fields: number;
}

const EMPTY: OperationSize = { depth: 0, rootFields: 0, aliases: 0, fields: 0 };

/** Sizes of all operations of a document, in time linear in its text: a fragment is measured once. */
export function measureOperations(document: DocumentNode): OperationSize[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const measured = new Map<string, OperationSize>();

  function measureFragment(name: string): OperationSize {
    const known = measured.get(name);
    if (known) return known;
    // Stays for a fragment that spreads itself; another validation rule refuses that.
    measured.set(name, EMPTY);
    const fragment = fragments.get(name);
    const size = fragment ? measure(fragment.selectionSet) : EMPTY;
    measured.set(name, size);
    return size;
  }

  function measure(selectionSet: SelectionSetNode): OperationSize {
    let { depth, rootFields, aliases, fields } = EMPTY;
    for (const selection of selectionSet.selections) {
      let size: OperationSize;
      if (selection.kind === Kind.FIELD) {
        const below = selection.selectionSet ? measure(selection.selectionSet) : EMPTY;
        size = {
          depth: 1 + (selection.name.value.startsWith('__') ? 0 : below.depth),
          rootFields: 1,
          aliases: below.aliases + (selection.alias ? 1 : 0),
          fields: below.fields + 1,
        };
      } else {
        size =
          selection.kind === Kind.FRAGMENT_SPREAD
            ? measureFragment(selection.name.value)
            : measure(selection.selectionSet);
      }
      depth = Math.max(depth, size.depth);
      rootFields += size.rootFields;
      aliases += size.aliases;
      fields += size.fields;
    }
    return { depth, rootFields, aliases, fields };
  }

  return document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? [measure(definition.selectionSet)] : [],
  );
}
