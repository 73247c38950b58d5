using System.Collections.Immutable;
using System.CommandLine;
using Thymus.Simulation.Conformance;
using Thymus.Store;

namespace Thymus.Cli.Commands;

/// <summary><c>thymus conformance sbml|trajectories</c>.</summary>
internal static class ConformanceCommands
{
    internal static Command Create(Terminal terminal) => new("conformance", "Run the field's test suites.")
    {
        CreateSbml(terminal),
        TrajectoriesCommand.Create(terminal),
    };

    private static Command CreateSbml(Terminal terminal)
    {
        var folder = new Argument<string>("folder") { Description = "Folder with a folder per case, as the semantic and the stochastic part of the SBML Test Suite have it; tags.csv in it gives the tags." };
        var threads = SharedOptions.Threads();
        var runs = new Option<int>("--runs") { Description = "Runs of each stochastic case; the suite asks for 1000 at least.", HelpName = "N", DefaultValueFactory = _ => SuiteChance.Default.Runs };
        SharedOptions.Limit(runs, 2, 100_000_000, "--runs needs a whole number from 2 to 100000000, such as --runs 10000");
        var seed = new Option<ulong>("--seed") { Description = "Seed of the stochastic cases.", HelpName = "N", DefaultValueFactory = _ => SuiteChance.Default.Seed };
        var json = SharedOptions.Json();
        var command = new Command(
            "sbml", "Run cases of the SBML Test Suite, each by its own settings, and print a table by tag and what differs first. Exit code 4 when a case fails; a case that is refused is counted apart.")
        {
            folder, threads, runs, seed, json,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var cases = Read(parsed.GetRequiredValue(folder));
            int finished = 0;
            var outcomes = SuiteRunner.Run(cases, parsed.GetValue(threads), new SuiteChance(parsed.GetValue(runs), parsed.GetValue(seed)), Count, cancellation);
            if (parsed.GetValue(json))
            {
                terminal.ResultJson(new
                {
                    tags = SuiteRunner.TallyByTag(outcomes),
                    cases = outcomes.Select(o => new { id = o.Case.Id, verdict = o.Verdict.ToString(), reasons = o.Reasons }),
                });
            }
            else
            {
                Print(outcomes, terminal);
            }

            return Task.FromResult(outcomes.Any(o => o.Verdict is SuiteVerdict.Failed) ? ExitCode.CheckFailed : ExitCode.Success);

            void Count(SuiteOutcome _)
            {
                int now = Interlocked.Increment(ref finished);
                if (Terminal.IsWatched && now % 100 == 0)
                {
                    terminal.Say($"{now} of {cases.Length} cases");
                }
            }
        });
        return command;
    }

    private static ImmutableArray<SuiteCase> Read(string folder)
    {
        const string Suggestion = "name the folder that holds a folder per case, such as cases/semantic or cases/stochastic of the SBML Test Suite";
        try
        {
            var cases = Directory.Exists(folder) ? SuiteCase.ReadAll(folder) : throw new StoreException($"there is no folder '{folder}'", Suggestion);
            return cases.IsEmpty ? throw new StoreException($"'{folder}' holds no cases", Suggestion) : cases;
        }
        catch (FormatException problem)
        {
            throw new StoreException(problem.Message, "fetch the suite again", problem);
        }
    }

    private static void Print(ImmutableArray<SuiteOutcome> outcomes, Terminal terminal)
    {
        var tallies = SuiteRunner.TallyByTag(outcomes);
        int width = tallies.Max(t => t.Tag.Length);
        terminal.Result($"{"tag".PadRight(width)}  passed  failed  refused");
        foreach (var tally in tallies)
        {
            terminal.Result($"{tally.Tag.PadRight(width)}  {tally.Passed,6}  {tally.Failed,6}  {tally.Refused,7}");
        }

        foreach (var outcome in outcomes.Where(o => !o.Reasons.IsEmpty).OrderBy(o => o.Verdict))
        {
            terminal.Result($"{outcome.Case.Id} {outcome.Verdict.ToString().ToLowerInvariant()}: {outcome.Reasons.FirstOrDefault()}");
        }
    }
}
