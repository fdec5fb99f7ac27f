import { State } from '../components/state.js';

export default function Insights() {
  return <State kind="empty" title="Not here yet" />;
}
