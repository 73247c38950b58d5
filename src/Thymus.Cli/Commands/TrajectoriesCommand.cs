using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Thymus.Simulation.Conformance;
using Thymus.Store;

namespace Thymus.Cli.Commands;

/// <summary><c>thymus conformance trajectories</c>.</summary>
internal static class TrajectoriesCommand
{
    private const double StandardLimit = 1e-5;

    internal static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("folder") { Description = "Folder with models/ID.xml, reference/ID.csv, reference/settings.csv and, for the table by topic, index.csv." };
        var models = new Option<string?>("--models") { Description = "Folder of the models, as ID.xml or ID.ant, in place of models/: those that are there are run.", HelpName = "FOLDER" };
        var limit = new Option<double>("--limit")
        {
            Description = "Largest difference, relative to the value plus 1e-4 of its column's maximum.",
            DefaultValueFactory = _ => StandardLimit,
            HelpName = "X",
        };
        var threads = SharedOptions.Threads();
        var json = SharedOptions.Json();
        SharedOptions.Limit(limit, double.Epsilon, 1, "--limit needs a number above 0 and at most 1, such as 1e-5");
        var command = new Command(
            "trajectories", "Run published models and compare them with reference trajectories: a table by topic, one by model, and what differs first. Exit code 4 when a model does not agree or is refused.")
        {
            folder, models, limit, threads, json,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var cases = Read(parsed.GetRequiredValue(folder), parsed.GetValue(models));
            int finished = 0;
            var outcomes = TrajectoryRunner.Run(cases, parsed.GetValue(limit), parsed.GetValue(threads), Count, cancellation);
            if (parsed.GetValue(json))
            {
                terminal.ResultJson(new { limit = parsed.GetValue(limit), topics = TrajectoryRunner.TallyByTopic(outcomes), models = outcomes.Select(Shown) });
            }
            else
            {
                Print(outcomes, parsed.GetValue(limit), terminal);
            }

            return Task.FromResult(outcomes.All(o => o.Verdict is SuiteVerdict.Passed) ? ExitCode.Success : ExitCode.CheckFailed);

            void Count(TrajectoryOutcome _)
            {
                int now = Interlocked.Increment(ref finished);
                if (Terminal.IsWatched && now % 20 == 0)
                {
                    terminal.Say($"{now} of {cases.Length} models");
                }
            }
        });
        return command;
    }

    private static ImmutableArray<TrajectoryCase> Read(string folder, string? models)
    {
        const string Suggestion = "name a folder with models/, reference/ and reference/settings.csv";
        try
        {
            var cases = !Directory.Exists(folder) ? throw new StoreException($"there is no folder '{folder}'", Suggestion)
                : models is not null && !Directory.Exists(models) ? throw new StoreException($"there is no folder '{models}'", "name the folder of the models")
                : TrajectoryCase.ReadAll(folder, models);
            return cases.IsEmpty ? throw new StoreException($"'{models ?? folder}' holds no model with a reference", Suggestion) : cases;
        }
        catch (FormatException problem)
        {
            throw new StoreException(problem.Message, Suggestion, problem);
        }
    }

    private static object Shown(TrajectoryOutcome outcome) => new
    {
        id = outcome.Case.Id,
        title = outcome.Case.Title,
        topics = outcome.Case.Topics,
        verdict = outcome.Verdict.ToString(),
        states = outcome.States,
        difference = outcome.Difference,
        column = outcome.Where?.Column,
        time = outcome.Where?.Time,
        notCompared = outcome.NotCompared,
        reasons = outcome.Reasons,
    };

    private static void Print(ImmutableArray<TrajectoryOutcome> outcomes, double limit, Terminal terminal)
    {
        var tallies = TrajectoryRunner.TallyByTopic(outcomes);
        int width = Math.Max("model".Length, tallies.Select(t => t.Topic.Length).Concat(outcomes.Select(o => o.Case.Id.Length)).Max());
        terminal.Result($"{"model".PadRight(width)}  states  verdict   largest difference");
        foreach (var outcome in outcomes)
        {
            string where = outcome.Where is { } place ? string.Create(CultureInfo.InvariantCulture, $"  {place.Column} at {place.Time:G6}") : "";
            terminal.Result($"{outcome.Case.Id.PadRight(width)}  {outcome.States,6}  {Word(outcome.Verdict),-8}  {Short(outcome.Difference)}{where}");
        }

        terminal.Result("");
        terminal.Result($"{"topic".PadRight(width)}  agree  differ  refused  largest difference");
        foreach (var tally in tallies)
        {
            terminal.Result($"{tally.Topic.PadRight(width)}  {tally.Passed,5}  {tally.Failed,6}  {tally.Refused,7}  {Short(tally.Difference)}");
        }

        terminal.Result(string.Create(
            CultureInfo.InvariantCulture, $"difference: |expected - computed| / (|expected| + 1e-4 of the column's largest |expected|); agree: none above {limit}"));
        foreach (var outcome in outcomes.Where(o => o.Verdict is not SuiteVerdict.Passed).OrderBy(o => o.Verdict))
        {
            terminal.Result($"{outcome.Case.Id} {Word(outcome.Verdict)}: {outcome.Reasons.FirstOrDefault()}");
        }

        foreach (var outcome in outcomes.Where(o => !o.NotCompared.IsEmpty))
        {
            terminal.Result($"{outcome.Case.Id}: not compared, as the model has no such name: {string.Join(", ", outcome.NotCompared)}");
        }
    }

    private static string Word(SuiteVerdict verdict) => verdict switch
    {
        SuiteVerdict.Passed => "agrees",
        SuiteVerdict.Failed => "differs",
        _ => "refused",
    };

    private static string Short(double difference) => double.IsNaN(difference) ? "-" : difference.ToString("0.0e-00", CultureInfo.InvariantCulture);
}
