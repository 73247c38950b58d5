using System.Collections.Immutable;
using Thymus.Language.Diagnostics;
using Thymus.Simulation;
using Thymus.Therapies.Checks;
using Thymus.Therapies.Reading;
using Thymus.Therapies.Text;
using Thymus.Units;

namespace Thymus.Therapies.Figures;

/// <summary>Reads the key <c>figure</c> of a therapy whose model, population and regimens are known.</summary>
internal sealed class FigureReader(Therapy therapy, ICollection<Diagnostic> findings)
{
    private const int MostCurves = 12, MostOutputs = 12;

    private readonly Unit _time = TherapyReader.TimeUnit(therapy.Model);

    /// <summary>Reads the figure; <see langword="null"/> when there is none.</summary>
    public TherapyFigure? Read(Section section)
    {
        if (section.Inner("figure", TherapyKeys.Figure) is not { } figure)
        {
            return null;
        }

        double from = figure.Quantity("from", _time, otherwise: 0, least: 0);
        double to = figure.Quantity("to", _time, least: double.Epsilon);
        if (to <= from)
        {
            figure.Report("to", TherapyRules.Inconsistent, null, "'to' has to be later than 'from'");
        }

        string time = figure.Text("time_unit", ModelUnits.TimeText(therapy.Model) ?? "");
        return new(figure.Text("caption").Trim(), Curves(figure), Outputs(figure), from, to, TimeUnit(figure), time);
    }

    private Unit TimeUnit(Section figure)
    {
        if (!figure.Has("time_unit"))
        {
            return _time;
        }

        var unit = figure.UnitOf("time_unit");
        if (unit.IsCommensurableWith(_time))
        {
            return unit;
        }

        figure.Report("time_unit", TherapyRules.CannotRead, "week", figure.Text("time_unit"), "a unit of time");
        return _time;
    }

    private ImmutableArray<FigureCurve> Curves(Section figure)
    {
        if (!figure.Has("curves"))
        {
            return [new("", new(CheckPatient.Reference, therapy.Regimens is [var first, ..] ? first.Doses : []))];
        }

        var regimens = new RegimenReader(therapy.Model, findings);
        var curves = ImmutableArray.CreateBuilder<FigureCurve>();
        foreach (var section in figure.List("curves", TherapyKeys.FigureCurve))
        {
            string label = section.Text("label");
            if (curves.Any(c => c.Label == label))
            {
                section.Report("label", TherapyRules.DuplicateName, null, "curve", label);
            }

            curves.Add(new(label, new(new PatientReader(therapy, findings).Read(label, section), regimens.Planned(section, therapy.Regimens) ?? [])));
        }

        CheckCount(figure, "curves", curves.Count, MostCurves);
        return curves.ToImmutable();
    }

    private ImmutableArray<FigureOutput> Outputs(Section figure)
    {
        var logarithmic = figure.Texts("log");
        ImmutableArray<FigureOutput> outputs = figure.Has("outputs")
            ? [.. figure.Items("outputs").Select(n => Output(figure, n, logarithmic)).OfType<FigureOutput>()]
            : [.. therapy.Outputs.Select(o => new FigureOutput(o.Name, o.Label, o.Unit, logarithmic.Contains(o.Name)))];
        CheckCount(figure, "outputs", outputs.Length, MostOutputs);
        foreach (string name in logarithmic.Where(n => !outputs.Any(o => o.Name == n)))
        {
            figure.Report("log", TherapyRules.UnknownName, NearestName.Find(name, outputs.Select(o => o.Name)), "output of the figure", name);
        }

        return outputs;
    }

    /// <summary>An output of the therapy by its name, or any symbol of the model with a label.</summary>
    private FigureOutput? Output(Section figure, DataNode node, ImmutableArray<string> logarithmic)
    {
        var own = node is DataMapping ? Section.Open(node, TherapyKeys.FigureOutput, findings) : null;
        if (node is not DataScalar && own is null)
        {
            return null;   // reported
        }

        string name = own is not null ? own.Text("name") : ((DataScalar)node).Value;
        var output = therapy.Outputs.FirstOrDefault(o => o.Name == name);
        if (output is null && therapy.Model.Find(name) is null)
        {
            findings.Add(new(TherapyRules.UnknownSymbol, node.Span, NearestName.Find(name, therapy.Model.Symbols.Select(s => s.Name)), name));
            return null;
        }

        var unit = output?.Unit ?? therapy.Model.Find(name)!.Unit;
        if (unit is null)
        {
            figure.Report("outputs", TherapyRules.WrongSymbol, $"{name} has mg/L", name, "an output of the figure", "the model declares no unit for it");
        }

        return new(name, own is not null ? own.Text("label") : output?.Label ?? name, unit ?? Unit.Dimensionless, logarithmic.Contains(name));
    }

    private static void CheckCount(Section figure, string key, int count, int most)
    {
        if (count == 0)
        {
            figure.Report(key, TherapyRules.Inconsistent, $"add '{key}'", $"a figure needs at least one of '{key}'");
        }
        else if (count > most)
        {
            figure.Report(key, TherapyRules.NotAllowed, null, $"more than {most} {key} in a figure");
        }
    }
}
