using System.Collections.Immutable;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Simulation;
using Thymus.Simulation.Dosing;
using Thymus.Therapies.Text;
using Thymus.Units;

namespace Thymus.Therapies.Reading;

/// <summary>Reads regimens and checks every amount against the unit of what receives it.</summary>
internal sealed class RegimenReader(BoundModel model, ICollection<Diagnostic> findings)
{
    private readonly Unit _time = TherapyReader.TimeUnit(model);

    /// <summary>Reads the regimens of a therapy.</summary>
    public ImmutableArray<Regimen> Read(Section therapy)
    {
        var regimens = ImmutableArray.CreateBuilder<Regimen>();
        foreach (var section in therapy.List("regimens", TherapyKeys.Regimen))
        {
            string id = section.Text("id");
            if (regimens.Any(r => r.Id == id))
            {
                section.Report("id", TherapyRules.DuplicateName, null, "regimen", id);
            }

            regimens.Add(new(id, section.Text("title"), [.. section.List("doses", TherapyKeys.Dose).Select(Dose)], section.Text("source")));
        }

        return regimens.ToImmutable();
    }

    /// <summary>The dose rule of a therapy, if it has one.</summary>
    public static DoseRule? DoseRule(Section therapy, ImmutableArray<TherapyOutput> outputs, BoundModel model)
    {
        if (therapy.Inner("dose_rule", TherapyKeys.DoseRule) is not { } section)
        {
            return null;
        }

        string name = section.Text("output");
        var output = outputs.FirstOrDefault(o => o.Name == name);
        if (output is null)
        {
            section.Report("output", TherapyRules.UnknownName, NearestName.Find(name, outputs.Select(o => o.Name)), "output", name);
        }

        var time = TherapyReader.TimeUnit(model);
        return new(
            name, section.Quantity("at_least", output?.Unit ?? Unit.Dimensionless), section.Quantity("recheck", time, least: double.Epsilon),
            section.Quantity("give_up_after", time, least: double.Epsilon), section.Text("source"));
    }

    /// <summary>The dose lines under the key <c>doses</c>; checks.yaml uses them too.</summary>
    public ImmutableArray<RegimenDose> Doses(Section section)
    {
        ImmutableArray<RegimenDose> doses = [.. section.List("doses", TherapyKeys.Dose).Select(Dose)];
        if (doses.Length == 0 && section.Has("doses"))
        {
            section.Report("doses", TherapyRules.Inconsistent, null, "a regimen has at least one dose");
        }

        return doses;
    }

    /// <summary>
    /// Doses that a section names by <c>regimen</c> or lists under <c>doses</c>, which may be empty; <see langword="null"/> when it has neither.
    /// </summary>
    public ImmutableArray<RegimenDose>? Planned(Section section, ImmutableArray<Regimen> regimens)
    {
        if (section.Has("doses"))
        {
            if (section.Has("regimen"))
            {
                section.Report("doses", TherapyRules.Inconsistent, null, "give 'regimen' or 'doses', not both");
            }

            return section.Node("doses") is DataSequence { Items.Length: 0 } ? [] : Doses(section);
        }

        if (!section.Has("regimen"))
        {
            return null;
        }

        string id = section.Text("regimen");
        if (regimens.FirstOrDefault(r => r.Id == id) is { } regimen)
        {
            return regimen.Doses;
        }

        section.Report("regimen", TherapyRules.UnknownName, NearestName.Find(id, regimens.Select(r => r.Id)), "regimen", id);
        return null;
    }

    private RegimenDose Dose(Section section)
    {
        string target = section.Text("target");
        var targetUnit = Target(section, target);
        var amount = section.AnyQuantity("amount");
        if (amount is { } given && targetUnit is not null)
        {
            CheckAmount(section, given, target, targetUnit);
        }

        double interval = section.Quantity("every", _time, otherwise: 0, least: double.Epsilon);
        double duration = section.Quantity("duration", _time, otherwise: 0, least: 0);
        long maximum = section.Whole("maximum_doses", int.MaxValue, 1, 100_000);
        if (section.Has("maximum_doses") && maximum > 1 && !section.Has("every"))
        {
            section.Report("maximum_doses", TherapyRules.Inconsistent, "every: 3 weeks", "more than one dose needs 'every'");
        }

        if (interval > 0 && duration > interval)
        {
            section.Report("duration", TherapyRules.Inconsistent, null, "an infusion cannot last longer than the interval between doses");
        }

        return new()
        {
            Amount = amount ?? default,
            Drug = section.Text("drug"),
            Target = target,
            Duration = duration,
            First = section.Quantity("first", _time, otherwise: 0, least: 0),
            Interval = interval,
            Maximum = section.Has("every") ? (int)maximum : 1,
            LargestAmount = targetUnit is null
                ? double.PositiveInfinity
                : section.Quantity("largest_amount", targetUnit, double.PositiveInfinity, double.Epsilon),
            Bioavailability = Constant(section, "bioavailability", Unit.Dimensionless),
            Lag = Constant(section, "lag", _time),
        };
    }

    /// <summary>The unit of what receives a dose; <see langword="null"/> after a report.</summary>
    private Unit? Target(Section section, string target)
    {
        if (model.Find(target) is not { } symbol)
        {
            section.Report("target", TherapyRules.UnknownSymbol, NearestName.Find(target, model.Symbols.Select(s => s.Name)), target);
            return null;
        }

        bool hasRate = model.Rules.Any(r => r.Kind is RuleKind.Rate && r.Target == symbol);
        string? why = symbol.Kind is not SymbolKind.Species && !hasRate ? "it is neither a species nor a variable with a rate rule"
            : symbol.Kind is SymbolKind.Species && symbol.IsBoundary && !hasRate ? "nothing changes it ($)"
            : symbol.Unit is null ? "the model declares no unit for it"
            : null;
        if (why is not null)
        {
            section.Report("target", TherapyRules.WrongSymbol, null, target, "the target of a dose", why);
            return null;
        }

        return ModelUnits.OfAmount(model, symbol);
    }

    private static void CheckAmount(Section section, Quantity amount, string target, Unit unit)
    {
        if (DoseAmount.Scaling(amount, unit) is DoseScaling.Mismatch)
        {
            section.Report(
                "amount", TherapyRules.CannotRead, $"an amount in {unit}, {unit}/m^2 or {unit}/kg", section.Text("amount"),
                $"an amount into {target} [{unit}]");
        }
        else if (!(amount.Value > 0) || !double.IsFinite(amount.Value))
        {
            section.Report("amount", TherapyRules.OutOfRange, null, "amount", section.Text("amount"), "greater than 0");
        }
    }

    private string? Constant(Section section, string key, Unit unit)
    {
        if (!section.Has(key))
        {
            return null;
        }

        string name = section.Text(key);
        if (model.Find(name) is not { } symbol)
        {
            section.Report(key, TherapyRules.UnknownSymbol, NearestName.Find(name, model.Symbols.Select(s => s.Name)), name);
        }
        else if (symbol.Kind is not SymbolKind.Parameter || !symbol.IsConstant)
        {
            section.Report(key, TherapyRules.WrongSymbol, null, name, $"the {key} of a dose", "it is not a constant parameter");
        }
        else if (symbol.Unit is { } own && !own.IsCommensurableWith(unit))
        {
            findings.Add(new(TherapyRules.Inconsistent, section.Place(key), null, $"the {key} {name} is in {own}, not in {unit}"));
        }

        return name;
    }
}
