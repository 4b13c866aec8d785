/** Puts the window on the page. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { LanguageProvider } from './i18n/language.tsx';
import './styles/theme.css';
import './styles/base.css';
import './styles/parts.css';
import './styles/frame.css';
import { Window } from './window.tsx';

const place = document.getElementById('window');
if (place === null) throw new Error('The page has no place for the window.');
createRoot(place).render(
  <StrictMode>
    <LanguageProvider>
      <Window />
    </LanguageProvider>
  </StrictMode>,
);
