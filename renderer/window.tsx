/** The frame around every screen: the menu, what is wrong with the connection, questions, and the screen that the address names. */
import { type ReactNode, useEffect } from 'react';
import { Link, Route, Router, Switch, useRoute } from 'wouter';
import { RecoveryKey } from './components/recovery-key.tsx';
import { Screen } from './components/screen.tsx';
import { SecretQuestions } from './components/secret-question.tsx';
import { frame } from './i18n/frame.ts';
import { useLanguage, useSaid } from './i18n/language.tsx';
import { IncidentsScreen } from './screens/incidents/incidents-screen.tsx';
import { MigrateScreen } from './screens/migrate/migrate-screen.tsx';
import { RestorePointScreen } from './screens/restore-points/restore-point-screen.tsx';
import { RestorePointsScreen } from './screens/restore-points/restore-points-screen.tsx';
import { RunScreen } from './screens/run/run-screen.tsx';
import { RunsScreen } from './screens/run/runs-screen.tsx';
import { SettingsScreen } from './screens/settings/settings-screen.tsx';
import { AddHostScreen } from './screens/station/add-host-screen.tsx';
import { HostScreen } from './screens/station/host-screen.tsx';
import { StationScreen } from './screens/station/station-screen.tsx';
import { usePlace, usePlaceQuery } from './state/place.ts';
import './state/theme.ts';
import { useConnection } from './state/station.ts';

export function Window(): ReactNode {
  const said = useSaid(frame);
  const language = useLanguage();
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  }, [language]);
  return (
    <Router hook={usePlace} searchHook={usePlaceQuery}>
      <button type="button" className="skip" onClick={() => document.getElementById('content')?.focus()}>
        {said.skipToContent}
      </button>
      <div className="frame">
        <nav aria-label={said.mainMenu}>
          <p className="brand" aria-hidden="true">
            Shiplock
          </p>
          <ul>
            <MenuItem to="/" below="/hosts/*?" name={said.station} />
            <MenuItem to="/runs" below="/runs/*?" name={said.runs} />
            <MenuItem to="/restore-points" below="/restore-points/*?" name={said.restorePoints} />
            <MenuItem to="/incidents" below="/incidents" name={said.incidents} />
            <MenuItem to="/settings" below="/settings/*?" name={said.settings} />
          </ul>
        </nav>
        <main id="content" tabIndex={-1}>
          <Disconnected />
          <Switch>
            <Route path="/" component={StationScreen} />
            <Route path="/hosts/add" component={AddHostScreen} />
            <Route path="/hosts/:host">{({ host }) => <HostScreen key={host} host={host} />}</Route>
            <Route path="/migrate/:from/:container">
              {({ from, container }) => (
                <MigrateScreen key={`${from} ${container}`} from={from} container={container} />
              )}
            </Route>
            <Route path="/runs" component={RunsScreen} />
            <Route path="/runs/:run">{({ run }) => <RunScreen key={run} run={run} />}</Route>
            <Route path="/restore-points" component={RestorePointsScreen} />
            <Route path="/restore-points/:point">
              {({ point }) => <RestorePointScreen key={point} point={point} />}
            </Route>
            <Route path="/incidents" component={IncidentsScreen} />
            <Route path="/settings" component={SettingsScreen} />
            <Route>
              <Screen title={said.notFound}>
                <Link href="/">{said.toStation}</Link>
              </Screen>
            </Route>
          </Switch>
        </main>
      </div>
      <SecretQuestions />
      <RecoveryKey />
    </Router>
  );
}

interface MenuItemProps {
  readonly to: string;
  /** The screens that belong to it. */
  readonly below: string;
  readonly name: string;
}

function MenuItem({ to, below, name }: MenuItemProps): ReactNode {
  const [isHere] = useRoute(to);
  const [isBelow] = useRoute(below);
  return (
    <li>
      <Link href={to} aria-current={isHere ? 'page' : isBelow ? 'true' : undefined}>
        {name}
      </Link>
    </li>
  );
}

function Disconnected(): ReactNode {
  const said = useSaid(frame);
  const isLost = useConnection(({ isConnected, wasConnected }) => wasConnected && !isConnected);
  return isLost ? (
    <div className="notice notice-warning" role="alert">
      {said.disconnected}
    </div>
  ) : null;
}
