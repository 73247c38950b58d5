using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Thymus.Language;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Populations;
using Thymus.Therapies.Text;
using Thymus.Units;

namespace Thymus.Therapies.Reading;

/// <summary>
/// Reads the key <c>combines</c>: therapies whose models become submodels of one, and whose patients, regimens, adverse events and limits are put together (ADR 0023).
/// A symbol X of the part p is p__X in the model, or X where it is shared.
/// </summary>
internal sealed class CombinationReader(LibraryFiles files, string folder, string root, DiagnosticList findings)
{
    private const int MostParts = 6, MostRegimens = 64;

    private readonly List<Part> _parts = [];

    /// <summary>A therapy that is combined.</summary>
    private sealed record Part(string Name, Therapy Therapy, DataEntry Entry);

    /// <summary>Whether a section has the key and its parts can be read.</summary>
    public bool ReadParts(Section section)
    {
        foreach (var entry in section.Entries("combines"))
        {
            if (entry.Value is not DataScalar id || !CovariateReader.IsName(entry.Key))
            {
                findings.Add(new(TherapyRules.CannotRead, entry.KeySpan, "pembrolizumab: cancer/checkpoint-inhibitors/pembrolizumab-nsclc", entry.Key, "a name and a therapy"));
                continue;
            }

            string path = Path.GetFullPath(Path.Combine(root, id.Value));
            if (!LibraryFiles.IsBelow(root, path) || !File.Exists(Path.Combine(path, "therapy.yaml")))
            {
                findings.Add(new(TherapyRules.UnknownTherapy, id.Span, "the id of a therapy of the library, such as cancer/checkpoint-inhibitors/pembrolizumab-nsclc", id.Value, LibraryFiles.Shown(root)));
                continue;
            }

            var read = TherapyReader.Read(path, root, isPart: true);
            findings.AddRange(read.Findings);
            if (read.Succeeded)
            {
                _parts.Add(new(entry.Key, read.Value, entry));
                files.Add(read.Value.Files);
            }
        }

        if (_parts.Count is < 2 or > MostParts && !findings.Any(f => f.IsError))
        {
            section.Report("combines", TherapyRules.Inconsistent, null, $"a combination has from 2 to {MostParts} therapies");
        }

        return !findings.Any(f => f.IsError);
    }

    /// <summary>The model that has the parts as submodels; <see langword="null"/> after a report.</summary>
    public BoundModel? Model(Section section)
    {
        var time = TherapyReader.TimeUnit(_parts[0].Therapy.Model);
        foreach (var part in _parts.Where(p => !TherapyReader.TimeUnit(p.Therapy.Model).IsSameAs(time)))
        {
            findings.Add(new(TherapyRules.Inconsistent, part.Entry.KeySpan, null, $"the model of {part.Name} does not count time as that of {_parts[0].Name} does"));
            return null;
        }

        var text = new StringBuilder();
        foreach (var part in _parts)
        {
            string file = part.Therapy.Files.First(f => f.EndsWith(".ant", StringComparison.Ordinal) || f.EndsWith(".xml", StringComparison.Ordinal));
            text.Append(CultureInfo.InvariantCulture, $"import \"{Path.GetRelativePath(folder, file).Replace('\\', '/')}\"\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"model {Path.GetFileName(folder).Replace('-', '_')}()\n  unit time_unit = {new Quantity(1, time).In(Second):R} second\n");
        foreach (var part in _parts)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {part.Name}: {part.Therapy.Model.Id}()\n");
        }

        foreach (string name in section.Texts("shared"))
        {
            Share(section, name, text);
        }

        foreach (string link in section.Texts("links"))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {link.ReplaceLineEndings(" ")}\n");
        }

        text.Append("end\n");
        string own = Path.Combine(folder, "therapy.yaml");
        var read = AntimonyReader.Read(text.ToString(), LibraryFiles.Shown(own) + " (model of the combination)", ImportFolder.Within(own, root));
        findings.AddRange(read.Findings);
        return read.Succeeded ? read.Value : null;
    }

    /// <summary>Covariates and random effects that are the same are there once; others of the same name are those of their part.</summary>
    public Population Population(Section section, BoundModel model, Population own)
    {
        var covariates = own.Covariates.ToList();
        var correlations = own.Correlations.ToList();
        var blocks = own.RandomEffects.ToList();
        var parameters = own.Parameters.ToList();
        foreach (var part in _parts)
        {
            var population = part.Therapy.Population;
            foreach (var covariate in population.Covariates)
            {
                if (covariates.Find(c => c.Name == covariate.Name) is not { } known)
                {
                    covariates.Add(covariate);
                }
                else if (Words(known) != Words(covariate))
                {
                    findings.Add(new(
                        TherapyRules.Inconsistent, part.Entry.KeySpan, "let both use one file of the population, or define the covariate here",
                        $"the covariate {covariate.Name} of {part.Name} is not what it is before; one patient has one {covariate.Label}"));
                }
            }

            correlations.AddRange(population.Correlations.Where(c => !correlations.Exists(k => (k.First == c.First && k.Second == c.Second) || (k.First == c.Second && k.Second == c.First))));
            var renamed = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var block in population.RandomEffects)
            {
                if (blocks.Exists(b => b.Names.SequenceEqual(block.Names) && JsonSerializer.Serialize(b.Covariance) == JsonSerializer.Serialize(block.Covariance)))
                {
                    continue;
                }

                foreach (string name in block.Names.Where(n => blocks.Exists(b => b.Names.Contains(n))))
                {
                    renamed[name] = $"{part.Name}__{name}";
                }

                blocks.Add(block with { Names = [.. block.Names.Select(n => renamed.GetValueOrDefault(n, n))] });
            }

            foreach (var parameter in population.Parameters.Select(p => p with { Name = In(model, part, p.Name), RandomEffect = p.RandomEffect is { } e ? renamed.GetValueOrDefault(e, e) : null }))
            {
                if (parameters.Find(p => p.Name == parameter.Name) is not { } known)
                {
                    parameters.Add(parameter);
                }
                else if (!own.Parameters.Contains(known) && (known.Typical != parameter.Typical || known.RandomEffect != parameter.RandomEffect || !known.Effects.SequenceEqual(parameter.Effects)))
                {
                    section.Report(
                        "shared", TherapyRules.Inconsistent, "leave it out of 'shared', or define it in 'population' here",
                        $"the shared parameter {parameter.Name} differs between patients in one way in {_parts[0].Name} and in another in {part.Name}");
                }
            }
        }

        return new([.. covariates], [.. correlations], [.. blocks], [.. parameters]);
    }

    /// <summary>Outputs of all parts; of a role that a trial reads, the first one has it.</summary>
    public ImmutableArray<TherapyOutput> Outputs(BoundModel model)
    {
        var outputs = new List<TherapyOutput>();
        foreach (var (part, output) in _parts.SelectMany(p => p.Therapy.Outputs.Select(o => (p, o))))
        {
            string name = In(model, part, output.Name);
            if (!outputs.Exists(o => o.Name == name))
            {
                bool isTaken = output.Role is not (OutputRole.Other or OutputRole.Concentration) && outputs.Exists(o => o.Role == output.Role);
                outputs.Add(output with
                {
                    Name = name,
                    Role = isTaken ? OutputRole.Other : output.Role,
                    Label = outputs.Exists(o => o.Label == output.Label) ? $"{output.Label} ({part.Name})" : output.Label,
                });
            }
        }

        return [.. outputs];
    }

    /// <summary>Every regimen of one with every regimen of the others; the first has the first of each.</summary>
    public ImmutableArray<Regimen> Regimens(BoundModel model)
    {
        IEnumerable<Regimen> together = [new("", "", [], "")];
        foreach (var part in _parts.Where(p => !p.Therapy.Regimens.IsEmpty))
        {
            together = [.. together.SelectMany(t => part.Therapy.Regimens.Select(r => new Regimen(
                Join("+", t.Id, r.Id), Join("; ", t.Title, r.Title), [.. t.Doses, .. r.Doses.Select(d => Dose(model, part, d))], Join("; ", t.Source, r.Source)))).Take(MostRegimens)];
        }

        return [.. together.Where(r => r.Id.Length > 0)];
    }

    /// <summary>Adverse events of all parts; one that several have keeps the name of the part.</summary>
    public ImmutableArray<AdverseEvent> AdverseEvents(BoundModel model, ImmutableArray<TherapyOutput> outputs)
    {
        var events = new List<AdverseEvent>();
        foreach (var (part, one) in _parts.SelectMany(p => p.Therapy.AdverseEvents.Select(e => (p, e))))
        {
            var mapped = one is SimulatedAdverseEvent simulated ? simulated with { Output = In(model, part, simulated.Output) } : one;
            if (mapped is SimulatedAdverseEvent { Output: var output } && (!outputs.Any(o => o.Name == output) || events.OfType<SimulatedAdverseEvent>().Any(e => e.Output == output)))
            {
                continue;   // of an output that is not looked at, or that is graded already
            }

            events.Add(events.Exists(e => e.Term == one.Term) ? mapped with { Term = $"{one.Term} ({part.Name})" } : mapped);
        }

        return [.. events];
    }

    /// <summary>The first dose rule among the parts; it holds all doses.</summary>
    public DoseRule? DoseRule(BoundModel model) => _parts.Where(p => p.Therapy.DoseRule is not null)
        .Select(p => p.Therapy.DoseRule! with { Output = In(model, p, p.Therapy.DoseRule!.Output) }).FirstOrDefault();

    /// <summary>The first survival model among the parts.</summary>
    public SurvivalModel? Survival(BoundModel model) => _parts.Where(p => p.Therapy.Survival is not null).Select(p => p.Therapy.Survival switch
    {
        LogNormalSurvival s => s with { Location = In(model, p, s.Location), Scale = In(model, p, s.Scale) },
        HazardSurvival s => s with { CumulativeHazard = In(model, p, s.CumulativeHazard) },
        var other => other,
    }).FirstOrDefault();

    /// <summary>Limits of all parts.</summary>
    public ImmutableArray<string> Limits => [.. _parts.SelectMany(p => p.Therapy.Limits).Distinct()];

    /// <summary>Papers of all parts.</summary>
    public ImmutableArray<Citation> Citations => [.. _parts.SelectMany(p => p.Therapy.Citations).DistinctBy(c => c.Key)];

    /// <summary>Drugs of all parts.</summary>
    public ImmutableArray<string> Drugs => [.. _parts.SelectMany(p => p.Therapy.Drugs).Distinct()];

    private static Unit Second { get; } = Unit.Create("s", 1, 0, Dimension.None with { Time = 1 });

    private static string Join(string between, string one, string other) => one.Length > 0 ? one + between + other : other;

    private static string In(BoundModel model, Part part, string name) => model.Find($"{part.Name}__{name}") is not null ? $"{part.Name}__{name}" : name;

    private static RegimenDose Dose(BoundModel model, Part part, RegimenDose dose) => dose with
    {
        Target = In(model, part, dose.Target),
        Bioavailability = dose.Bioavailability is { } f ? In(model, part, f) : null,
        Lag = dose.Lag is { } lag ? In(model, part, lag) : null,
    };

    /// <summary>Makes one symbol of those of a name; what it is has to be the same in all parts.</summary>
    private void Share(Section section, string name, StringBuilder text)
    {
        var having = _parts.Where(p => p.Therapy.Model.Find(name) is not null).ToList();
        if (having.Count < 2)
        {
            section.Report("shared", TherapyRules.UnknownName, null, "symbol of at least two of the models", name);
            return;
        }

        var first = having[0].Therapy.Model;
        foreach (var other in having.Skip(1))
        {
            var (one, two) = (first.Find(name)!, other.Therapy.Model.Find(name)!);
            bool isComputed = Defines(first, one) || Defines(other.Therapy.Model, two);
            string? why = one.Unit is { } unit && two.Unit is { } second && !unit.IsSameAs(second) ? $"it is in {unit} and in {second}"
                : isComputed ? "a rule, a reaction or a start formula of a model says what it is; say how they meet in 'links'"
                : one.InitialValue != two.InitialValue ? $"it is {one.InitialValue.ToString("G6", CultureInfo.InvariantCulture)} in {having[0].Name} and {two.InitialValue.ToString("G6", CultureInfo.InvariantCulture)} in {other.Name}"
                : null;
            if (why is not null)
            {
                section.Report("shared", TherapyRules.Inconsistent, null, $"'{name}' has two definitions: {why}");
            }
        }

        foreach (var part in having)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {name} is {part.Name}.{name}\n");
        }
    }

    private static bool Defines(BoundModel model, Symbol symbol) =>
        model.Rules.Any(r => r.Target == symbol) || model.InitialAssignments.Any(a => a.Target == symbol) || symbol.Kind is not SymbolKind.Parameter;

    /// <summary>What a covariate is, to be compared.</summary>
    private static string Words(Covariate covariate) => covariate.Distribution is DerivedCovariate derived
        ? $"{covariate.Unit.Text} {derived.Formula}"
        : $"{covariate.Unit.Text} {covariate.Reference.ToString("R", CultureInfo.InvariantCulture)} {JsonSerializer.Serialize<object>(covariate.Distribution)}";
}
