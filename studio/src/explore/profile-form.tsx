import { useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { operation } from '../api/query.js';
import { words } from '../components/format.js';
import { X } from '../components/icons.js';
import { useDebounced } from '../components/use-debounced.js';
import { ContentTitleDocument, FindContentDocument } from '../generated/operations.js';
import { DepartmentOptions } from './department-options.js';
import { SENIORITIES, type ProfileState } from './explore-state.js';
import styles from './profile-form.module.css';

const PAUSE = 250;

interface ProfileFormProps {
  readonly profile: ProfileState;
  readonly onChange: (profile: ProfileState) => void;
  readonly onLeave: () => void;
}

/** Somebody without an account: who they are and what they like. Nothing is stored. */
export function ProfileForm({ profile, onChange, onLeave }: ProfileFormProps) {
  const [title, setTitle] = useState(profile.title);
  const later = useDebounced((next: ProfileState) => onChange(next), PAUSE);
  return (
    <section className={styles['form']} aria-label="Invented profile">
      <div className={styles['head']}>
        <h1>Invented profile</h1>
        <button type="button" className="button button-small" onClick={onLeave}>
          Find a learner
        </button>
      </div>
      <p className="small muted">Somebody without an account. Nothing is stored.</p>
      <label className="field">
        <span>Job title</span>
        <input
          className="input"
          value={title}
          placeholder="Data Analyst"
          onChange={(event) => {
            setTitle(event.currentTarget.value);
            later({ ...profile, title: event.currentTarget.value });
          }}
        />
      </label>
      <label className="field">
        <span>Department</span>
        <select
          className="input"
          value={profile.department}
          onChange={(event) => onChange({ ...profile, department: event.currentTarget.value })}
        >
          <option value="">Not given</option>
          <DepartmentOptions chosen={profile.department} />
        </select>
      </label>
      <label className="field">
        <span>Seniority</span>
        <select
          className="input"
          value={profile.seniority ?? ''}
          onChange={(event) =>
            onChange({
              ...profile,
              seniority: SENIORITIES.find((level) => level === event.currentTarget.value) ?? null,
            })
          }
        >
          <option value="">Not given</option>
          {SENIORITIES.map((level) => (
            <option key={level} value={level}>
              {words(level)}
            </option>
          ))}
        </select>
      </label>
      <LikedContent liked={profile.liked} onChange={(liked) => onChange({ ...profile, liked })} />
      {profile.seen.length > 0 && (
        <div className={styles['liked']}>
          <span className="label">Has seen</span>
          <ChosenContent
            label="Seen content"
            ids={profile.seen}
            onRemove={(id) => onChange({ ...profile, seen: profile.seen.filter((other) => other !== id) })}
          />
        </div>
      )}
    </section>
  );
}

interface LikedContentProps {
  readonly liked: readonly string[];
  readonly onChange: (liked: readonly string[]) => void;
}

/** Content that they like, found by title. */
function LikedContent({ liked, onChange }: LikedContentProps) {
  const [text, setText] = useState('');
  const [wanted, setWanted] = useState('');
  const search = useDebounced(setWanted, 150);
  const found = useQuery({
    ...operation(FindContentDocument, { filter: { search: wanted.trim() }, first: 8 }),
    enabled: wanted.trim() !== '',
  });
  const choices = found.data?.contents.nodes.filter((content) => !liked.includes(content.id)) ?? [];
  return (
    <div className={styles['liked']}>
      <label className="field">
        <span>Likes</span>
        <input
          className="input"
          type="search"
          placeholder="Title of content they like"
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            search(event.currentTarget.value);
          }}
        />
      </label>
      {wanted.trim() !== '' && (
        <ul className={styles['choices']} aria-label="Content found">
          {choices.map((content) => (
            <li key={content.id}>
              <button
                type="button"
                onClick={() => {
                  onChange([...liked, content.id]);
                  setText('');
                  setWanted('');
                }}
              >
                {content.title}
              </button>
            </li>
          ))}
          {found.isSuccess && choices.length === 0 && <li className="small muted">No content matches.</li>}
        </ul>
      )}
      <ChosenContent
        label="Liked content"
        ids={liked}
        onRemove={(id) => onChange(liked.filter((other) => other !== id))}
      />
    </div>
  );
}

interface ChosenContentProps {
  readonly label: string;
  readonly ids: readonly string[];
  readonly onRemove: (id: string) => void;
}

function ChosenContent({ label, ids, onRemove }: ChosenContentProps) {
  const contents = useQueries({ queries: ids.map((id) => operation(ContentTitleDocument, { id })) });
  const titles = new Map(contents.map(({ data }) => [data?.content?.id, data?.content?.title]));
  return (
    <ul className={styles['chosen']} aria-label={label}>
      {ids.map((id) => (
        <li key={id}>
          <span>{titles.get(id) ?? id}</span>
          <button
            type="button"
            className="button button-quiet button-icon button-small"
            aria-label={`Remove ${titles.get(id) ?? id}`}
            onClick={() => onRemove(id)}
          >
            <X />
          </button>
        </li>
      ))}
    </ul>
  );
}
