import { useSearch } from 'wouter';
import { BASE } from '../api/base.js';
import styles from './graphiql.module.css';

/** The playground, as the service has it at /graphql. `query` in the address opens with that operation. */
export default function Graphiql() {
  const query = new URLSearchParams(useSearch()).get('query');
  const address = new URL('graphql', BASE);
  if (query) address.searchParams.set('query', query);
  return <iframe className={styles['frame']} src={address.href} title="GraphiQL" />;
}
