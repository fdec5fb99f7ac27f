import { useQuery } from '@tanstack/react-query';
import { operation } from '../api/query.js';
import { DepartmentChoicesDocument } from '../generated/operations.js';

/** The departments that learners have; one of the address that none has stays among them. */
export function DepartmentOptions({ chosen }: { readonly chosen: string }) {
  const departments = useQuery({ ...operation(DepartmentChoicesDocument, { k: 200 }), staleTime: 300_000 });
  const known = departments.data?.userValues.map(({ value }) => value) ?? [];
  const all = chosen === '' || known.includes(chosen) ? known : [...known, chosen];
  return all.map((value) => (
    <option key={value} value={value}>
      {value}
    </option>
  ));
}
