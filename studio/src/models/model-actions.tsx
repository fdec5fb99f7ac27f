import { useState } from 'react';
import { request } from '../api/request.js';
import { accepted, useAdminAction } from '../components/use-admin-action.js';
import { ActivateModelDocument, DeleteModelDocument } from '../generated/operations.js';
import type { Model } from './model-details.js';
import { kindOf, useModels } from './model-list.js';
import type { ChangeModels } from './models.js';
import styles from './models.module.css';

interface ModelActionsProps {
  readonly model: Model;
  readonly compare: string | null;
  readonly onChange: ChangeModels;
}

/** What can be done with a model. */
export function ModelActions({ model, compare, onChange }: ModelActionsProps) {
  const { id, isActive } = model;
  const models = useModels();
  const others = (models.data?.pages.flatMap((page) => page.nodes) ?? []).filter((other) => other.id !== id);
  const active = others.find((other) => other.isActive);
  const activate = useAdminAction(async () => accepted((await request(ActivateModelDocument, { id })).activateModel), {
    done: () => `Model ${id} serves now.`,
  });
  const remove = useAdminAction(async () => accepted((await request(DeleteModelDocument, { id })).deleteModel), {
    done: () => `Model ${id} is deleted.`,
    onDone: () => onChange({ model: null, compare: null }),
  });
  const older = active !== undefined && Number(id) < Number(active.id);
  return (
    <div className={styles['actions']}>
      {others.length > 0 && (
        <select
          className="input"
          style={{ width: 'auto' }}
          aria-label="Compare with"
          value={compare ?? ''}
          onChange={(event) => onChange({ model: id, compare: event.currentTarget.value || null })}
        >
          <option value="">Compare with …</option>
          {others.map((other) => (
            <option key={other.id} value={other.id}>
              {`Model ${other.id}, ${kindOf(other)}${other.isActive ? ' (serves)' : ''}`}
            </option>
          ))}
        </select>
      )}
      {!isActive && (
        <button
          type="button"
          className="button"
          disabled={activate.isPending}
          onClick={() => activate.mutate(undefined)}
        >
          {older ? 'Roll back to it' : 'Put in service'}
        </button>
      )}
      {!isActive && <DeleteButton id={id} pending={remove.isPending} onDelete={() => remove.mutate(undefined)} />}
    </div>
  );
}

interface DeleteButtonProps {
  readonly id: string;
  readonly pending: boolean;
  readonly onDelete: () => void;
}

/** Asks once more, in its own place. */
function DeleteButton({ id, pending, onDelete }: DeleteButtonProps) {
  const [asked, setAsked] = useState(false);
  if (!asked) {
    return (
      <button type="button" className="button button-danger" onClick={() => setAsked(true)}>
        Delete
      </button>
    );
  }
  return (
    <span className={styles['actions']} role="group" aria-label={`Delete model ${id}?`}>
      <button type="button" className="button button-danger" disabled={pending} onClick={onDelete} autoFocus>
        Delete for good
      </button>
      <button type="button" className="button button-quiet" onClick={() => setAsked(false)}>
        Keep
      </button>
    </span>
  );
}
