import type { ReactNode } from 'react';

/* Line icons on a grid of 16, drawn for this page. Decoration only: what they mean stands beside them or in a label. */
function Icon({ children }: { readonly children: ReactNode }) {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export const X = () => (
  <Icon>
    <path d="m4 4 8 8M12 4l-8 8" />
  </Icon>
);
export const Search = () => (
  <Icon>
    <circle cx="7" cy="7" r="4.25" />
    <path d="m10.25 10.25 3.25 3.25" />
  </Icon>
);
export const Key = () => (
  <Icon>
    <circle cx="5" cy="11" r="2.75" />
    <path d="m7 9 6-6m-2.5 2.5L12.5 7.5" />
  </Icon>
);
export const Sun = () => (
  <Icon>
    <circle cx="8" cy="8" r="2.75" />
    <path d="M8 1.5v1.25M8 13.25v1.25M1.5 8h1.25M13.25 8h1.25M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9" />
  </Icon>
);
export const Moon = () => (
  <Icon>
    <path d="M13 9.6A5.5 5.5 0 0 1 6.4 3a5.5 5.5 0 1 0 6.6 6.6Z" />
  </Icon>
);
export const HalfCircle = () => (
  <Icon>
    <circle cx="8" cy="8" r="5.5" />
    <path d="M8 2.5v11a5.5 5.5 0 0 0 0-11Z" fill="currentColor" />
  </Icon>
);
export const Eye = () => (
  <Icon>
    <path d="M1.75 8S4 3.75 8 3.75 14.25 8 14.25 8 12 12.25 8 12.25 1.75 8 1.75 8Z" />
    <circle cx="8" cy="8" r="1.75" />
  </Icon>
);
export const Heart = () => (
  <Icon>
    <path d="M8 13.25 2.9 8.2a3.1 3.1 0 0 1 0-4.4 3.1 3.1 0 0 1 4.4 0l.7.7.7-.7a3.1 3.1 0 0 1 4.4 4.4Z" />
  </Icon>
);
export const Ban = () => (
  <Icon>
    <circle cx="8" cy="8" r="5.5" />
    <path d="m4.2 4.2 7.6 7.6" />
  </Icon>
);
export const Feather = () => (
  <Icon>
    <path d="M3 13 9 7M5 11V8l4.5-4.5a2.3 2.3 0 0 1 3.25 3.25L8.25 11.25H5" />
  </Icon>
);
export const Weight = () => (
  <Icon>
    <path d="M3.5 6.5h9l1 7h-11ZM8 6.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z" />
  </Icon>
);
export const Copy = () => (
  <Icon>
    <rect x="5.5" y="5.5" width="8" height="8" rx="1.25" />
    <path d="M10.5 5.5v-2a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2" />
  </Icon>
);
export const Back = () => (
  <Icon>
    <path d="M9.5 3.5 5 8l4.5 4.5" />
  </Icon>
);
export const Filter = () => (
  <Icon>
    <path d="M2.5 4.5h11M4.5 8h7M6.5 11.5h3" />
  </Icon>
);
export const Dice = () => (
  <Icon>
    <rect x="2.75" y="2.75" width="10.5" height="10.5" rx="2" />
    <path d="M5.75 5.75h.01M10.25 10.25h.01M8 8h.01M10.25 5.75h.01M5.75 10.25h.01" strokeWidth="2" />
  </Icon>
);
export const Person = () => (
  <Icon>
    <circle cx="8" cy="5.25" r="2.5" />
    <path d="M3 13.5c.5-2.75 2.5-4 5-4s4.5 1.25 5 4" />
  </Icon>
);
export const External = () => (
  <Icon>
    <path d="M9.5 2.75h3.75V6.5M13 3 7.5 8.5M11.25 9.25v3a1 1 0 0 1-1 1h-6.5a1 1 0 0 1-1-1v-6.5a1 1 0 0 1 1-1h3" />
  </Icon>
);
