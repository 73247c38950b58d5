using System.Collections.Immutable;
using System.Globalization;
using Thymus.Simulation;
using Thymus.Simulation.Single;

namespace Thymus.Cli.Commands;

/// <summary>Reads <c>--atol</c> and <c>--non-negative</c>.</summary>
internal static class StateOptions
{
    private const double StandardTolerance = 1e-12;

    /// <summary>The tolerance of every state, <see langword="null"/> after an error was said, and the settings of single ones.</summary>
    internal static (double? Tolerance, ImmutableArray<StateSetting> States) Read(string[] tolerances, string? nonNegative, Terminal terminal)
    {
        double? ofAll = StandardTolerance;
        var states = ImmutableArray.CreateBuilder<StateSetting>();
        foreach (string text in tolerances)
        {
            if (text.Contains('=', StringComparison.Ordinal))
            {
                if (Setting.Parse(text, "--atol").ValueOf(terminal) is not { } setting)
                {
                    return (null, []);
                }

                states.Add(new StateSetting(setting.Name) { AbsoluteTolerance = setting.Value, Span = setting.Span });
            }
            else if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value is > 0 and < double.PositiveInfinity)
            {
                ofAll = value;
            }
            else
            {
                terminal.Say($"error: --atol {text}: --atol needs a number above 0, such as 1e-8, or that of one state, such as \"A1=1e-9 mg\"");
                return (null, []);
            }
        }

        const StringSplitOptions Split = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        foreach (string name in (nonNegative ?? "").Split(',', Split))
        {
            states.Add(new StateSetting(name) { NonNegative = true, Span = new("--non-negative", 1, 1, name.Length) });
        }

        return (ofAll, states.ToImmutable());
    }
}
