/**
 * Every word the chat view shows, in the user's language: the host builds the table, the view only fills it in.
 * `{0}`, `{1}` stand for values the view has already formatted for the user's locale.
 */
export interface ViewStrings {
  readonly conversation: string;
  readonly you: string;
  readonly parity: string;

  readonly composerLabel: string;
  readonly composerPlaceholder: string;
  readonly composerNeedsModel: string;
  readonly composerLoading: string;
  readonly send: string;
  readonly stop: string;
  readonly think: string;
  readonly thinkHint: string;
  /** {0} used, {1} all. */
  readonly meter: string;
  /** As `meter`, where there is no room for the unit. */
  readonly meterShort: string;
  readonly meterHint: string;
  /** {0} the model's name. */
  readonly modelHint: string;
  readonly jumpToLatest: string;

  readonly emptyTitle: string;
  /** {0} the model's name, in this and the next three. */
  readonly emptyEdits: string;
  readonly emptyReads: string;
  readonly emptyNoFolder: string;
  readonly emptyNoTools: string;
  readonly examples: string;
  readonly exampleOverview: string;
  readonly exampleFind: string;
  readonly exampleEdit: string;
  readonly exampleExplain: string;
  readonly exampleWrite: string;
  readonly exampleQuestion: string;

  readonly noModelTitle: string;
  readonly noModelText: string;
  readonly modelFailedTitle: string;
  /** {0} the model's name. */
  readonly loadingModel: string;
  readonly loadingModelText: string;
  /** {0} the model's name. */
  readonly cannotChatTitle: string;
  readonly cannotChatText: string;

  readonly untrusted: string;
  readonly noFolder: string;
  readonly openModels: string;
  readonly chooseModel: string;
  readonly doctor: string;
  readonly chooseEngines: string;
  readonly setApiKey: string;
  readonly restartEngine: string;
  readonly showLog: string;
  readonly manageTrust: string;
  readonly openFolder: string;
  readonly newChat: string;

  readonly waiting: string;
  /** {0} a duration. */
  readonly silent: string;
  readonly retryingLimited: string;
  readonly retryingFailed: string;
  /** As `retryingLimited`; {0} a duration. */
  readonly retryingLimitedAfter: string;
  /** {0} done, {1} all. */
  readonly reading: string;
  /** {0} done, {1} all, {2} reused. */
  readonly readingReused: string;
  readonly thinking: string;
  readonly writing: string;
  readonly summarizing: string;
  /** While it is made, below the conversation. */
  readonly makingRoom: string;
  readonly summarized: string;
  /** {0} tokens before, {1} after. */
  readonly summarizedTokens: string;
  /** Above the text of a summary. */
  readonly summaryHint: string;
  readonly summaryStopped: string;
  readonly summaryFailed: string;
  /** {0} the tool's name. */
  readonly calling: string;
  readonly awaitingDecision: string;
  /** {0} a duration. */
  readonly thoughtFor: string;
  readonly thoughts: string;
  readonly stopped: string;
  readonly failed: string;
  readonly cutOff: string;
  /** {0} tokens generated, {1} tokens per second. */
  readonly usage: string;
  /** {0} tokens generated, {1} tokens per second, {2} prompt tokens, {3} of them reused. */
  readonly usageHint: string;

  readonly copy: string;
  readonly copied: string;
  readonly insert: string;
  /** Label of a code block that names no language. */
  readonly plainText: string;
  /** {0} the language. */
  readonly codeLabel: string;
  /** {0} what the image shows, as the answer says. */
  readonly image: string;
  /** {0} the site a link goes to, where its text says another. */
  readonly linkSite: string;

  readonly readRunning: string;
  readonly readDone: string;
  readonly listRunning: string;
  readonly listDone: string;
  readonly searchRunning: string;
  readonly searchDone: string;
  readonly editRunning: string;
  readonly editProposed: string;
  readonly editDone: string;
  readonly editRejected: string;
  /** {0} the tool's name. */
  readonly otherRunning: string;
  readonly otherDone: string;
  readonly callFailed: string;
  readonly callStopped: string;
  /** {0} a path. */
  readonly openFile: string;
  readonly review: string;
  readonly reviewHint: string;
  readonly accept: string;
  readonly reject: string;
  readonly changes: string;
  /** {0} lines added, {1} lines removed. */
  readonly changeCounts: string;
  /** {0} how many lines. */
  readonly moreLines: string;

  readonly info: string;
  readonly warning: string;
  readonly error: string;
  readonly refusedNoModel: string;
  /** {0} the model's name. */
  readonly refusedCannotChat: string;
  readonly refusedAnswering: string;
  readonly refusedNotSummarized: string;
  /** {0} tokens of the message, {1} tokens there is room for. */
  readonly refusedMessageTooLong: string;
  /** {0} tokens of conversation and message, {1} tokens there is room for. */
  readonly refusedConversationTooLong: string;

  readonly refusedUndecided: string;
  readonly keptNeither: string;

  readonly askTwo: string;
  readonly askingTwo: string;
  readonly twoAnswers: string;
  readonly answerA: string;
  readonly answerB: string;
  /** {0} the engine, or `answerA`. */
  readonly stopSide: string;
  readonly sideQueued: string;
  readonly hiddenAnswering: string;
  readonly inTurn: string;
  readonly keepAnswer: string;
  /** {0} the engine. */
  readonly keepAnswerOf: string;
  readonly keepNeither: string;
  readonly whichIsBetter: string;
  readonly voteA: string;
  readonly voteB: string;
  readonly voteTie: string;
  readonly voteBothBad: string;
  readonly voteKeys: string;
  readonly revealWithoutVote: string;
  /** {0} what was voted: one of the four above. */
  readonly yourVote: string;
  /** {0} a duration, in this and the next. */
  readonly firstToken: string;
  readonly totalTime: string;
  /** {0} tokens read, {1} tokens written. */
  readonly pairTokens: string;
  readonly pairTokensUnknown: string;
  readonly costNone: string;
  readonly costUnknown: string;
  /** {0} money. */
  readonly costAtMost: string;
  readonly votingTitle: string;
  readonly votingNothing: string;
  readonly votingHowTo: string;
  /** {0} how many. */
  readonly votingWaiting: string;
  readonly votingNext: string;
  readonly votingSkip: string;
  readonly votingUndo: string;
  readonly votingStandings: string;
  readonly votingQuestion: string;
  /** {0} how many messages. */
  readonly votingEarlier: string;

  readonly announceTwoAnswering: string;
  /** {0} the engine, in this and the next two. */
  readonly announceSideDone: string;
  readonly announceSideStopped: string;
  readonly announceSideFailed: string;
  readonly announceVote: string;
  /** {0} the engine of A, {1} that of B. */
  readonly announceRevealed: string;
  readonly announceAnswering: string;
  readonly announceAnswered: string;
  readonly announceStopped: string;
  readonly announceFailed: string;
  readonly announceCutOff: string;
  /** {0} a path, {1} lines added, {2} lines removed. */
  readonly announceDecision: string;
}
