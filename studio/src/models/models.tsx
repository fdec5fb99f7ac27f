import { State } from '../components/state.js';

export default function Models() {
  return <State kind="empty" title="Not here yet" />;
}
