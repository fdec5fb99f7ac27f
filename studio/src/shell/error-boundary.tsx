import { Component, type ReactNode } from 'react';
import { State } from '../components/state.js';

/** Shows what went wrong in a view, and leaves the rest of the page standing. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly error: Error | null }> {
  override state = { error: null as Error | null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <State kind="error" title="This view has failed">
        <p>{error.message}</p>
        <button type="button" className="button" onClick={() => window.location.reload()}>
          Load the page again
        </button>
      </State>
    );
  }
}
