import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { introspectionCost, isIntrospection } from './introspection-cost.js';

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
  /** Values that its introspection produces at most, roughly; 0 where it asks nothing about the schema. */
  readonly introspection: number;
  /** Directives of the whole document, each counted once. */
  readonly directives: number;
  /** Spreads of fragments of the whole document, each counted once. */
  readonly fragments: number;
}

/** What is counted of a selection set; `introspection` as if it stood below `__schema`. */
interface Counts {
  readonly depth: number;
  readonly rootFields: number;
  readonly aliases: number;
  readonly fields: number;
  /** As if the selections were those of an introspection type. */
  readonly asIntrospection: number;
  /** Of introspection within it. */
  readonly introspection: number;
}

const NOTHING: Counts = { depth: 0, rootFields: 0, aliases: 0, fields: 0, asIntrospection: 0, introspection: 0 };

/** Sizes of all operations of a document, in time linear in its text: a fragment is measured once. */
export function measureOperations(document: DocumentNode): OperationSize[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const measured = new Map<string, Counts>();

  function measureFragment(name: string): Counts {
    const known = measured.get(name);
    if (known) return known;
    // Stays for a fragment that spreads itself; another validation rule refuses that.
    measured.set(name, NOTHING);
    const fragment = fragments.get(name);
    const size = fragment ? measure(fragment.selectionSet) : NOTHING;
    measured.set(name, size);
    return size;
  }

  function measureSelection(selection: SelectionNode): Counts {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return measureFragment(selection.name.value);
    if (selection.kind === Kind.INLINE_FRAGMENT) return measure(selection.selectionSet);
    const below = selection.selectionSet ? measure(selection.selectionSet) : NOTHING;
    const asIntrospection = introspectionCost(selection, below.asIntrospection);
    return {
      depth: 1 + (selection.name.value.startsWith('__') ? 0 : below.depth),
      rootFields: 1,
      aliases: below.aliases + (selection.alias ? 1 : 0),
      fields: below.fields + 1,
      asIntrospection,
      introspection: isIntrospection(selection) ? asIntrospection : below.introspection,
    };
  }

  function measure(selectionSet: SelectionSetNode): Counts {
    let { depth, rootFields, aliases, fields, asIntrospection, introspection } = NOTHING;
    for (const selection of selectionSet.selections) {
      const size = measureSelection(selection);
      depth = Math.max(depth, size.depth);
      rootFields += size.rootFields;
      aliases += size.aliases;
      fields += size.fields;
      asIntrospection += size.asIntrospection;
      introspection += size.introspection;
    }
    return { depth, rootFields, aliases, fields, asIntrospection, introspection };
  }

  const whole = countNodes(document);
  return document.definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return [];
    const { depth, rootFields, aliases, fields, introspection } = measure(definition.selectionSet);
    return [{ depth, rootFields, aliases, fields, introspection, ...whole }];
  });
}

/** Directives and spreads of a document. */
function countNodes(document: DocumentNode): { directives: number; fragments: number } {
  let [directives, fragments] = [0, 0];
  const left: (SelectionNode | DocumentNode['definitions'][number])[] = [...document.definitions];
  for (let node = left.pop(); node; node = left.pop()) {
    directives += ('directives' in node && node.directives?.length) || 0;
    if (node.kind === Kind.FRAGMENT_SPREAD) fragments++;
    if (node.kind === Kind.OPERATION_DEFINITION)
      for (const { directives: own } of node.variableDefinitions ?? []) directives += own?.length ?? 0;
    if ('selectionSet' in node && node.selectionSet) left.push(...node.selectionSet.selections);
  }
  return { directives, fragments };
}
