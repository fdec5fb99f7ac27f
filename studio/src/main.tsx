import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Router } from 'wouter';
import { BASE_PATH } from './api/base.js';
import { queryClient } from './api/query.js';
import { AccessProvider } from './shell/access.js';
import { App } from './shell/app.js';
import { NoticeProvider } from './shell/notices.js';
import { applyTheme, readTheme } from './shell/theme.js';
import './design/tokens.css';
import './design/base.css';
import './design/controls.css';

applyTheme(readTheme());

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <Router base={BASE_PATH}>
        <NoticeProvider>
          <AccessProvider>
            <App />
          </AccessProvider>
        </NoticeProvider>
      </Router>
    </QueryClientProvider>
  </StrictMode>,
);
