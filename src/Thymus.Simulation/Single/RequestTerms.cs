using System.Collections.Immutable;
using System.Globalization;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Units;

namespace Thymus.Simulation.Single;

/// <summary>Reads what a request on one model says in names and units; reports what the model does not know.</summary>
internal sealed class RequestTerms(BoundModel model, List<Diagnostic> findings)
{
    private const double LargestTable = 10_000_000;

    private string TimeUnitText => model.TimeUnit?.Text ?? "a unit that the model does not say";

    /// <summary>End and interval of the outputs, in the model's unit; NaN after a finding.</summary>
    public (double Until, double Every) Times(Quantity end, Quantity interval)
    {
        double until = Time(end, "end", default) ?? double.NaN;
        double every = Time(interval, "output interval", default) ?? double.NaN;
        if (!double.IsNaN(until) && !double.IsNaN(every) && !(until > 0 && every > 0 && until / every <= LargestTable))
        {
            Report(
                SimulationRules.BadTimes, default, "ask for a later end or another interval", interval.ToString(), end.ToString(),
                until > 0 && every > 0 ? "there are more than 10 million" : "both have to be above 0");
        }

        return (until, every);
    }

    /// <summary>The symbols of those names; of none all species and variables with a rule.</summary>
    public List<Symbol> Outputs(ImmutableArray<string> names)
    {
        if (names.IsEmpty)
        {
            var ruled = model.Rules.Select(r => r.Target).ToHashSet();
            return [.. model.Symbols.Where(s => s.Kind is SymbolKind.Species || ruled.Contains(s))];
        }

        return [.. names.Select(name => Find(name, "symbol", default)).OfType<Symbol>()];
    }

    /// <summary>The value of a setting, in the model's unit; <see langword="null"/> after a finding.</summary>
    public double? Value(Setting setting)
    {
        if (Find(setting.Name, "constant", setting.Span) is not { } symbol)
        {
            return null;
        }

        double? value = ModelUnits.Value(setting.Value, symbol.Unit);
        if (value is null && symbol.Unit is null)
        {
            Report(
                SimulationRules.UnitUnknown, setting.Span, $"declare it in the model: {setting.Name} has …", setting.Name, setting.Value.ToString(),
                setting.Value.Value.ToString(CultureInfo.InvariantCulture));
            return setting.Value.Value;
        }

        if (value is null)
        {
            Report(
                SimulationRules.WrongSetting, setting.Span, $"write it in {symbol.Unit}", setting.Name, setting.Value.ToString(), symbol.Unit!.Text);
        }

        return value;
    }

    /// <summary>A time in the model's unit; <see langword="null"/> after a finding.</summary>
    public double? Time(Quantity time, string what, SourceSpan span)
    {
        double? value = ModelUnits.Time(model, time);
        if (value is null)
        {
            Report(
                SimulationRules.WrongTime, span, "write a time with a unit such as h, d or weeks; if the model declares no unit of time, a number alone",
                what, time.ToString(), TimeUnitText);
        }

        return value;
    }

    /// <summary>The symbol of that name; <see langword="null"/> after a finding.</summary>
    public Symbol? Find(string name, string what, SourceSpan span)
    {
        var symbol = model.Find(name);
        if (symbol is null)
        {
            string? near = NearestName.Find(name, model.Symbols.Select(s => s.Name));
            Report(SimulationRules.UnknownName, span, near is null ? null : $"is it {near}?", what, name);
        }

        return symbol;
    }

    /// <summary>Adds a finding.</summary>
    public void Report(DiagnosticRule rule, SourceSpan span, string? suggestion, params ImmutableArray<string> arguments) =>
        findings.Add(new Diagnostic(rule, span, suggestion, arguments));
}
