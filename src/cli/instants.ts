/** `2025-03-01 09:30`, in UTC. */
export function minute(instant: Date): string {
  return instant.toISOString().slice(0, 16).replace('T', ' ');
}

/** `2025-03-01`, in UTC. */
export function day(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}
