import { State } from '../components/state.js';

export default function Evaluate() {
  return <State kind="empty" title="Not here yet" />;
}
