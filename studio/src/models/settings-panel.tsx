import { useQuery } from '@tanstack/react-query';
import { operation } from '../api/query.js';
import { count } from '../components/format.js';
import { SettingsDocument } from '../generated/operations.js';
import styles from './models.module.css';

/** Settings in effect. They are set where the service is started. */
export function SettingsPanel() {
  const { data } = useQuery({ ...operation(SettingsDocument, {}), staleTime: 300_000 });
  if (!data) return null;
  const { gate, keepModels, worker, retrainSchedule, retrainAfter, poolSize, version } = data.settings;
  return (
    <section className={`panel ${styles['box']} ${styles['settings']}`} aria-labelledby="settings-title">
      <h2 id="settings-title">Settings in effect</h2>
      <dl className={styles['facts']}>
        <Fact name="New models">{gate === 'STRICT' ? 'serve unless significantly worse' : 'always serve'}</Fact>
        <Fact name="Kept models">{keepModels === 0 ? 'all' : `newest ${count(keepModels)}`}</Fact>
        <Fact name="Trainings run">{worker === 'INSIDE' ? 'in this process' : 'in workers apart'}</Fact>
        <Fact name="Schedule (UTC)">
          {retrainSchedule === null ? 'none' : <span className="mono">{retrainSchedule}</span>}
        </Fact>
        <Fact name="After engagements">{retrainAfter === 0 ? 'never by itself' : count(retrainAfter)}</Fact>
        <Fact name="Connections">{poolSize}</Fact>
        <Fact name="Version">{version}</Fact>
      </dl>
    </section>
  );
}

export function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
