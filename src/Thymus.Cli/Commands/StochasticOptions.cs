using System.Collections.Immutable;
using System.CommandLine;
using Thymus.Language.Diagnostics;
using Thymus.Simulation.Single;
using Thymus.Simulation.Stochastic;
using Thymus.Solvers.Jumps;
using Thymus.Store.Runs;

namespace Thymus.Cli.Commands;

/// <summary>Options of runs by chance: <c>model simulate --method ssa</c>.</summary>
internal sealed class StochasticOptions
{
    private readonly Option<long> _runs = new("--runs", "-n")
    {
        Description = "Runs by chance (ssa, tau-leap): of more than one the mean and the standard deviation of each output are printed.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<ulong> _seed = new("--seed", "-s")
    {
        Description = "Seed of runs by chance: same seed, same results, on any number of threads.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<double> _epsilon = new("--epsilon")
    {
        Description = "Largest relative change of a rate in a leap (tau-leap).",
        HelpName = "X",
        DefaultValueFactory = _ => 0.03,
    };

    private readonly Option<int> _threads = SharedOptions.Threads();

    internal StochasticOptions()
    {
        SharedOptions.Limit(_runs, 1, 1e12, "--runs needs a whole number above 0, such as --runs 1000");
        SharedOptions.Limit(_epsilon, 1e-6, 0.5, "--epsilon needs a number from 1e-6 to 0.5, such as 0.03");
    }

    /// <summary>What --method calls the methods.</summary>
    internal static IEnumerable<string> Words => ["ssa", "tau-leap"];

    /// <summary>The options, for a command to have.</summary>
    internal IEnumerable<Option> All => [_runs, _seed, _epsilon, _threads];

    /// <summary>Runs by chance and gives the table; <see langword="null"/> after a finding.</summary>
    internal async Task<Checked<SimulationTable>> RunAsync(
        ParseResult parsed, SimulateRequest request, string method, Terminal terminal, CancellationToken cancellation)
    {
        long runs = parsed.GetValue(_runs);
        var stochastic = new StochasticRequest
        {
            Model = request.Model,
            Until = request.Until,
            Every = request.Every,
            Runs = runs,
            Settings = request.Settings,
            Outputs = request.Outputs,
            Threads = parsed.GetValue(_threads),
            Options = new JumpOptions
            {
                Method = method == "ssa" ? JumpMethod.Exact : JumpMethod.TauLeap,
                Seed = parsed.GetValue(_seed),
                Epsilon = parsed.GetValue(_epsilon),
                RelativeTolerance = request.Solver.RelativeTolerance,
            },
        };
        var display = new RunProgressDisplay(terminal, "runs");
        long done = 0;
        return await display.WhileAsync(() => StochasticSimulator.Run(
            stochastic, ended => display.Report(new RunProgress(Interlocked.Add(ref done, ended), runs, "Simulating")), cancellation));
    }

    /// <summary>Says which options the method does not have; false where there is none of them.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="isByChance">Whether the method is one of chance.</param>
    /// <param name="others">Options that only methods without chance have.</param>
    /// <param name="terminal">Where to say it.</param>
    internal bool Refuse(ParseResult parsed, bool isByChance, ImmutableArray<Option> others, Terminal terminal)
    {
        var wrong = (isByChance ? others : [.. All]).Where(o => parsed.GetResult(o) is { Implicit: false }).Select(o => o.Name).ToList();
        if (wrong.Count == 0)
        {
            return false;
        }

        terminal.Say(isByChance
            ? $"error: {string.Join(", ", wrong)} cannot be used with runs by chance (--method ssa or tau-leap)"
            : $"error: {string.Join(", ", wrong)} is for runs by chance: add --method ssa or --method tau-leap");
        return true;
    }
}
