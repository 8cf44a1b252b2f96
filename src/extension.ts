/** Constructs the parts and connects them. No logic lives here. */
import { type ExtensionContext, window } from 'vscode';
import { DisposableStore } from './base/disposables.ts';
import { addEndpoint } from './editor/addEndpoint.ts';
import { removeEndpoint } from './editor/removeEndpoint.ts';
import { setApiKey } from './editor/setApiKey.ts';
import { createApiKeys } from './editor/apiKeys.ts';
import { lateArena } from './editor/arena/lateArena.ts';
import { lateBenchmark } from './editor/benchmark/lateBenchmark.ts';
import { chooseEngines } from './editor/chooseEngines.ts';
import { areCompletionsOn, toggleCompletions } from './editor/completionToggle.ts';
import { connectChat } from './editor/connectChat.ts';
import { connectVoting } from './editor/voting/connectVoting.ts';
import { connectCompletions } from './editor/connectCompletions.ts';
import { connectCosts } from './editor/costs/connectCosts.ts';
import { connectDoctor } from './editor/doctor/connectDoctor.ts';
import { connectDownloads } from './editor/downloads.ts';
import { createEngineHost } from './editor/engineHost.ts';
import { createEngineRoles, isLocalWanted, roles as roleNames } from './editor/engineRoles.ts';
import { announceRuntimes, installGpuEngine } from './editor/gpuEngine.ts';
import { setHuggingFaceToken } from './editor/huggingFaceToken.ts';
import { chooseModel } from './editor/modelCommands.ts';
import { modelFolder } from './editor/modelFolder.ts';
import { connectModels } from './editor/models/connectModels.ts';
import { addAdapter } from './editor/models/modelActions.ts';
import { wantedModelPath } from './editor/modelPaths.ts';
import { openWalkthrough } from './editor/openWalkthrough.ts';
import { outputLog } from './editor/outputLog.ts';
import { createErrorPresenter } from './editor/presentError.ts';
import { registerCommands } from './editor/registerCommands.ts';
import { connectServing } from './editor/serving/connectServing.ts';
import { readSettings } from './editor/settings.ts';
import type { StatusExtras } from './editor/describeStatus.ts';
import { describeRunningDownload, runningDownload } from './editor/runningDownload.ts';
import { createStatusBar } from './editor/statusBar.ts';
import { showStatusMenu } from './editor/statusMenu.ts';
import { followWalkthrough } from './editor/walkthroughProgress.ts';
import { tryCompletion } from './editor/tryCompletion.ts';
import { combineStates } from './engine/combineStates.ts';

export function activate(context: ExtensionContext): void {
  const store = new DisposableStore();
  context.subscriptions.push(store);

  const channel = store.add(window.createOutputChannel('Parity', { log: true }));
  const log = outputLog(channel);
  const report = createErrorPresenter(log);
  const settings = store.add(readSettings(report));
  // Asked when something is loaded, which is after all of this.
  const isWanted = (): boolean => isLocalWanted(settings) || serving.isOn;
  announceRuntimes(context);
  const host = store.add(createEngineHost({ context, settings, isWanted, report, log }));
  const { engine } = host;
  const keys = createApiKeys(context.secrets);
  const costs = store.add(connectCosts({ context, settings, log }));
  const onUsage = costs.usage.note;
  const roles = store.add(createEngineRoles({ host, settings, keys, onUsage, report, log }));
  const load = (): Promise<void> => host.reload();
  const serving = store.add(connectServing({ context, engine: roles.local, load, settings, report, log }));
  const inUse = store.add(combineStates([roles.engines.chat, roles.engines.completion], log));

  const downloads = store.add(connectDownloads({ context, settings, report, log }));
  const activeDocument = () => window.activeTextEditor?.document;
  let isAnswering = false;
  const extras = (): StatusExtras => {
    const download = runningDownload(downloads.downloads.list);
    return {
      areCompletionsOn: areCompletionsOn(settings, activeDocument()),
      isAnswering,
      ...(download === undefined ? {} : { download }),
    };
  };
  const statusBar = store.add(createStatusBar(inUse, extras()));
  const refreshStatus = (): void => statusBar.refresh(extras());
  store.add(settings.onChange(['completion.enabled'], refreshStatus));
  store.add(downloads.downloads.onChange(refreshStatus));
  store.add(window.onDidChangeActiveTextEditor(refreshStatus));

  const isEnabled = areCompletionsOn.bind(undefined, settings);
  const completions = store.add(connectCompletions({ engine: roles.engines.completion, isEnabled, report, log }));
  const onAnswering = (isNow: boolean): void => {
    isAnswering = isNow;
    refreshStatus();
  };
  const voting = store.add(connectVoting({ context, settings, report, log }));
  const chat = store.add(
    connectChat({
      ...{
        context,
        engine: roles.engines.chat,
        local: engine,
        background: roles.engines.background,
        settings,
        keys,
        costs,
        pairs: voting.keeper,
        report,
        log,
      },
      onAnswering,
    }),
  );
  store.add(followWalkthrough(settings, chat.session.onEvent));
  store.add(engine.onSilence(report));
  store.add(engine.onCrash((error) => (chat.isWaitingForEngine() ? undefined : report(error))));

  const doctor = store.add(
    connectDoctor({
      context,
      settings,
      engine,
      roles: () => roleNames.map((role) => ({ role, state: roles.engines[role].state })),
      sharing: () => host.sharing(),
      modelPath: () => wantedModelPath(context, settings),
      modelFolder: () => modelFolder(context, settings),
      log,
    }),
  );
  const models = store.add(connectModels({ context, settings, downloads, reload: () => host.reload(), log }));
  const arena = store.add(lateArena({ local: engine, settings, keys, costs, review: chat.review, log }));
  const benchmarks = store.add(
    lateBenchmark({
      context,
      local: engine,
      settings,
      keys,
      costs,
      report,
      log,
      voteOn: (run) => voting.voteOnRun(run),
    }),
  );
  store.add(
    registerCommands(
      {
        'parity.openChat': () => chat.view.focus(),
        'parity.newChat': () => chat.session.clear(),
        'parity.askTwoEngines': () => chat.view.askTwo(),
        'parity.voteOnAnswers': () => voting.vote(),
        'parity.showStandings': () => voting.showStandings(),
        'parity.exportVotes': () => voting.exportVotes(),
        'parity.deleteKeptAnswers': () => voting.deleteAnswers(),
        'parity.stopReply': () => chat.session.stop(),
        'parity.chooseModel': () => chooseModel(settings, () => host.reload()),
        'parity.addEndpoint': () => addEndpoint({ settings, keys }),
        'parity.removeEndpoint': () => removeEndpoint({ settings, keys }),
        'parity.setApiKey': (id) => setApiKey({ settings, keys }, typeof id === 'string' ? id : undefined),
        'parity.chooseEngines': () => chooseEngines(settings, () => addEndpoint({ settings, keys })),
        'parity.arena': () => arena.hold(),
        'parity.showCosts': () => costs.show(),
        'parity.refreshPrices': () => costs.refresh(),
        'parity.chooseComparedModel': () => costs.chooseComparedModel(),
        'parity.toggleCompletions': () => toggleCompletions(settings),
        'parity.explainCompletion': () => completions.explain(),
        'parity.restartEngine': () => {
          roles.reconnect();
          return host.restart();
        },
        'parity.showLog': () => channel.show(),
        'parity.showMenu': async () =>
          showStatusMenu({
            costs: await costs.menu(),
            completion: roles.engines.completion.state,
            chat: roles.engines.chat.state,
            areCompletionsOn: extras().areCompletionsOn,
            completionStatistics: completions.statistics(),
            download: describeRunningDownload(downloads.downloads.list),
            serving: serving.facts(),
          }),
        'parity.doctor': () => doctor.examine(),
        'parity.copyDoctorReport': () => doctor.copyReport(),
        'parity.openWalkthrough': () => openWalkthrough(context),
        'parity.tryCompletion': () => tryCompletion(),
        'parity.acceptEdit': () => chat.review.decideActive('accept'),
        'parity.rejectEdit': () => chat.review.decideActive('reject'),
        'parity.openModels': () => models.focus(),
        'parity.findModel': () => models.find(),
        'parity.refreshModels': () => models.refresh(),
        'parity.chooseContextSize': () => models.chooseContextSize(),
        'parity.downloadModel': async (argument) => (await models.act('download', argument)) || downloads.ask(argument),
        'parity.cancelDownload': async (argument) =>
          (await models.act('cancelDownload', argument)) || downloads.cancel(),
        'parity.discardDownload': (row) => models.actOrAsk('discardDownload', row),
        'parity.useModel': (row) => models.actOrAsk('use', row),
        'parity.addAdapter': async (argument) =>
          (await models.act('addAdapter', argument)) || addAdapter(undefined, settings),
        'parity.removeAdapter': (row) => models.actOrAsk('removeAdapter', row),
        'parity.showModelDetails': (row) => models.actOrAsk('details', row),
        'parity.revealModel': (row) => models.actOrAsk('reveal', row),
        'parity.removeModel': (row) => models.actOrAsk('remove', row),
        'parity.serveModel': () => serving.start(),
        'parity.stopServing': () => serving.stop(),
        'parity.installGpuEngine': () =>
          installGpuEngine({ context, settings, models: downloads, restart: () => host.restart() }),
        'parity.setHuggingFaceToken': () => setHuggingFaceToken(context.secrets),
        'parity.benchmark': () => benchmarks.begin(),
        'parity.compareWithApi': () => benchmarks.beginComparison(),
        'parity.openBenchmarks': () => benchmarks.focus(),
        'parity.compareBenchmarks': () => benchmarks.compare(),
        'parity.openBenchmarkReport': (row) => benchmarks.act('report', row),
        'parity.pauseBenchmark': (row) => benchmarks.act('pause', row),
        'parity.resumeBenchmark': (row) => benchmarks.act('resume', row),
        'parity.stopBenchmark': (row) => benchmarks.act('stop', row),
        'parity.runTasksAgain': (row) => benchmarks.act('again', row),
        'parity.voteOnRun': (row) => benchmarks.act('vote', row),
        'parity.exportBenchmark': (row) => benchmarks.act('export', row),
        'parity.revealBenchmark': (row) => benchmarks.act('reveal', row),
        'parity.deleteBenchmark': (row) => benchmarks.act('delete', row),
        'parity.openReportInBrowser': () => benchmarks.openReportInBrowser(),
        'parity.saveReport': () => benchmarks.saveReport(),
        'parity.suggestionAccepted': () => completions.noteAccepted(),
      },
      report,
    ),
  );
  roles.apply();
}
