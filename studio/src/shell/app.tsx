import { lazy, Suspense } from 'react';
import { Link, Route, Switch } from 'wouter';
import { ErrorBoundary } from './error-boundary.js';
import { Header } from './header.js';
import { State } from '../components/state.js';
import { Explore } from '../explore/explore.js';
import styles from './app.module.css';

const Evaluate = lazy(() => import('../evaluate/evaluate.js'));
const Insights = lazy(() => import('../insights/insights.js'));
const Models = lazy(() => import('../models/models.js'));
const Graphiql = lazy(() => import('./graphiql.js'));

export function App() {
  return (
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <Header />
      <main id="main" className={styles['main']} tabIndex={-1}>
        <ErrorBoundary>
          <Suspense fallback={<State kind="loading" title="Loading" />}>
            <Switch>
              <Route path="/">
                <Explore />
              </Route>
              <Route path="/explore">
                <Explore />
              </Route>
              <Route path="/evaluate">
                <Evaluate />
              </Route>
              <Route path="/insights">
                <Insights />
              </Route>
              <Route path="/models">
                <Models />
              </Route>
              <Route path="/graphiql">
                <Graphiql />
              </Route>
              <Route>
                <State kind="empty" title="There is no view at this address">
                  <Link href="/explore">Go to Explore</Link>
                </State>
              </Route>
            </Switch>
          </Suspense>
        </ErrorBoundary>
      </main>
    </>
  );
}
