// The shell: what stands on every page, and which page an address is.
import { render } from 'preact';
import { listen } from './api';
import { later } from './later';
import { load_key, me } from './keys';
import { BookView, EntryView } from './pages/book';
import { BodyView, Councils, RollView } from './pages/councils';
import { DecisionView } from './pages/decision';
import { JoinView } from './pages/join';
import { MeView } from './pages/me';
import { PersonView } from './pages/person';
import { Today } from './pages/today';
import { Page, Trouble, useBook } from './parts';
import { Link, address, path_of } from './router';
import { begin_sessions, session } from './session';
import { choose_language, choose_theme, language, theme, type Theme } from './settings';
import { t } from './text';

// Loaded when they are opened: an area's pages with their texts. Each is given the segments of the address.
const Elections = later(() => import('./pages/elections'));
const Plans = later(() => import('./pages/plans'));
const Counters = later(() => import('./pages/counters'));
const Recovery = later(() => import('./pages/recovery'));
const WhatIfs = later(() => import('./pages/whatifs'));
const Supply = later(() => import('./pages/supply/index'));

function Content(props: { path: string }) {
  const [, place = '', name = '', more, ...rest] = props.path.split('/').map(decodeURIComponent);
  if (place === '') return <Today />;
  if (place === 'councils') return !name ? <Councils /> : more === 'roll' ? <RollView key={name} id={name} /> : more === 'stoppage' ? <WhatIfs place={place} name={name} more={more} /> : more === 'election' || more === 'choice' ? <Elections key={name + more} place={place} name={name} more={more} /> : <BodyView key={name} id={name} />;
  if (place === 'decisions' && name) return <DecisionView key={name} id={name} />;
  if (place === 'sign') return <Elections place={place} />;
  if ((place === 'elections' || place === 'choices') && name) return <Elections place={place} name={name} />;
  if (place === 'stoppages') return <WhatIfs place={place} name={name} />;
  if (place === 'plans' && name && (more === 'what-if' || more === 'compare')) return <WhatIfs place={place} name={name} more={more} rest={rest[0]} />;
  if (place === 'plans' || place === 'economy') return <Plans place={place} name={name} more={more} rest={rest[0]} />;
  if (place === 'supply') return <Supply place={place} name={name} more={more} rest={rest.map(encodeURIComponent).join('/')} />;
  if (place === 'people' && name) return <PersonView key={name} id={name} />;
  if (place === 'book') return /^\d+$/.test(name) ? <EntryView key={name} n={Number(name)} /> : <BookView />;
  if (place === 'counter' || place === 'household') return <Counters place={place} name={name} />;
  if (place === 'join') return <JoinView />;
  if (place === 'recover' || (place === 'me' && name === 'recovery')) return <Recovery place={place} name={name} />;
  if (place === 'me') return <MeView />;
  return (
    <Page title={t('problem.title')}>
      <Trouble problem={{ status: 404, title: '', findings: [] }} />
    </Page>
  );
}

const places = ['today', 'councils', 'economy', 'supply', 'book'] as const;
const THEMES: Theme[] = ['auto', 'light', 'dark'];

function Settings() {
  const other = language.value === 'es' ? 'en' : 'es';
  return (
    <footer>
      <button type="button" class="plain" lang={other} onClick={() => choose_language(other)}>{other === 'es' ? 'Español' : 'English'}</button>
      <label>
        {t('theme')}{' '}
        <select value={theme.value} onChange={(event) => choose_theme(event.currentTarget.value as Theme)}>
          {THEMES.map((one) => <option key={one} value={one}>{t(`theme.${one}`)}</option>)}
        </select>
      </label>
    </footer>
  );
}

function Room() {
  const path = path_of(address.value), here = path.split('/')[1] || 'today', title = useBook().data?.title;
  return (
    <>
      <a class="skip" href="#main">{t('skip')}</a>
      <header>
        <p class="publication"><Link to="/">{title ?? 'Cordón'}</Link></p>
        <nav aria-label={t('nav')}>
          <ul>
            {places.map((one) => (
              <li key={one}><Link to={one === 'today' ? '/' : '/' + one} current={here === one || (one === 'economy' && here === 'plans')}>{t(one)}</Link></li>
            ))}
            <li><Link to="/me" current={here === 'me'}>{session.value.name ?? me.value?.person ?? t('me')}</Link></li>
          </ul>
        </nav>
      </header>
      <main id="main" tabIndex={-1}><Content path={path} /></main>
      <Settings />
    </>
  );
}

void load_key().then(begin_sessions);
listen();
render(<Room />, document.getElementById('room') as HTMLElement);
