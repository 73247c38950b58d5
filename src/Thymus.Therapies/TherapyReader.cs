using System.Collections.Immutable;
using Thymus.Language;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Simulation;
using Thymus.Simulation.Dosing;
using Thymus.Therapies.Figures;
using Thymus.Therapies.Reading;
using Thymus.Therapies.Text;
using Thymus.Units;

namespace Thymus.Therapies;

/// <summary>Reads a therapy from its folder: therapy.yaml, the model it names, the populations it uses.</summary>
public static class TherapyReader
{
    private static readonly string[] NeededUnlessModule = ["disease", "outputs"];

    /// <summary>Reads a therapy. All findings at once; bad input never throws.</summary>
    /// <param name="folder">The therapy's folder.</param>
    /// <param name="libraryRoot">The library, which references may not leave.</param>
    public static Checked<Therapy> Read(string folder, string libraryRoot) => Read(folder, libraryRoot, isPart: false);

    /// <summary>Reads a therapy; one that is part of a combination may not be a combination itself.</summary>
    internal static Checked<Therapy> Read(string folder, string libraryRoot, bool isPart)
    {
        string full = Path.GetFullPath(folder);
        string root = Path.GetFullPath(libraryRoot);
        var findings = new DiagnosticList();
        var files = new LibraryFiles(root, full);
        var node = files.ReadOwnData("therapy.yaml", new(LibraryFiles.Shown(full), 1, 1, 0), findings);
        var therapy = node is not null && Section.Open(node, TherapyKeys.Therapy, findings) is { } section
            ? Read(section, full, root, files, isPart, findings)
            : null;
        return new(findings.Any(f => f.IsError) ? null : therapy, [.. findings]);
    }

    /// <summary>A therapy without population, regimens and outputs, around a model; for checks of a model alone.</summary>
    /// <param name="reference">The model's file, relative to <paramref name="folder"/> or to the library.</param>
    /// <param name="folder">The folder of the file that names it.</param>
    /// <param name="libraryRoot">The library, or <see langword="null"/>.</param>
    /// <param name="span">Where it is named.</param>
    internal static Checked<Therapy> OfModel(string reference, string folder, string? libraryRoot, SourceSpan span)
    {
        var findings = new DiagnosticList();
        bool isOwn = libraryRoot is null || File.Exists(Path.Combine(folder, reference));
        string root = isOwn ? folder : libraryRoot!;
        var files = new LibraryFiles(libraryRoot ?? folder, root);
        var model = Model(reference, span, files, findings);
        return new(model is null || findings.Any(f => f.IsError) ? null : new()
        {
            Id = reference,
            Folder = folder,
            Title = model.Name ?? model.Id,
            Kind = "model",
            Disease = "",
            Drugs = [],
            Summary = "",
            Model = model,
            Outputs = [],
            Population = Populations.Population.Empty,
            Regimens = [],
            AdverseEvents = [],
            Limits = [],
            Citations = [],
            Files = files.Read,
        }, [.. findings]);
    }

    private static Therapy? Read(Section section, string folder, string root, LibraryFiles files, bool isPart, DiagnosticList findings)
    {
        var combination = section.Has("combines") ? new CombinationReader(files, folder, root, findings) : null;
        if (combination is not null && isPart)
        {
            section.Report("combines", TherapyRules.NotAllowed, "combine its parts", "a combination as a part of another");
            return null;
        }

        if (combination?.ReadParts(section) == false)
        {
            return null;
        }

        if (combination is null && !section.Has("model"))
        {
            section.Report("title", TherapyRules.MissingKey, "model: model.ant", "a therapy", "model");
            return null;
        }

        var model = section.Has("model") ? Model(section.Text("model"), section.Place("model"), files, findings) : combination!.Model(section);
        var population = section.Node("population") is { } node
            ? new PopulationReader(files, model, findings).Read(node)
            : Populations.Population.Empty;
        if (model is null)
        {
            return null;
        }

        population = combination?.Population(section, model, population) ?? population;
        CheckThatItIsWhole(section);
        CheckThatParametersHaveValues(section, model, population);
        var outputs = combination is not null && !section.Has("outputs") ? combination.Outputs(model) : new OutputReader(model, findings).Read(section);
        var regimens = combination is not null && !section.Has("regimens") ? combination.Regimens(model) : new RegimenReader(model, findings).Read(section);
        CheckThatAmountsCanBeScaled(section, regimens, model, population);
        string id = Path.GetRelativePath(root, folder).Replace('\\', '/');
        var therapy = new Therapy
        {
            Id = id.StartsWith("..", StringComparison.Ordinal) ? Path.GetFileName(folder) : id,
            Folder = folder,
            Title = section.Text("title"),
            Kind = section.Text("kind"),
            Disease = section.Text("disease"),
            Drugs = combination is not null && !section.Has("drugs") ? combination.Drugs : section.Texts("drugs"),
            Summary = section.Text("summary").Trim(),
            Model = model,
            Outputs = outputs,
            Population = population,
            Regimens = regimens,
            DoseRule = RegimenReader.DoseRule(section, outputs, model) ?? combination?.DoseRule(model),
            Survival = SurvivalReader.Read(section, model, population) ?? combination?.Survival(model),
            AdverseEvents = [.. new AdverseEventReader(model, outputs, findings).Read(section), .. combination?.AdverseEvents(model, outputs) ?? []],
            Limits = [.. section.Texts("limits"), .. combination?.Limits ?? []],
            Citations = [.. Citations(section, findings), .. combination?.Citations ?? []],
            Files = files.Read,
        };
        return therapy with { Figure = new FigureReader(therapy, findings).Read(section) };
    }

    private static BoundModel? Model(string reference, SourceSpan span, LibraryFiles files, DiagnosticList findings)
    {
        if (files.ReadOwnText(reference, span, findings) is not { } file)
        {
            return null;
        }

        var read = AntimonyReader.Read(file.Text, file.Shown, file.Imports);
        findings.AddRange(read.Findings);
        files.Add(file.Imports.Imported);
        if (!read.Succeeded)
        {
            return null;
        }

        if (read.Value.TimeUnit is null)
        {
            findings.Add(new(
                TherapyRules.Inconsistent, span, "unit time_unit = 86400 second", "the model does not say its unit of time, so no dose can be placed"));
            return null;
        }

        return read.Value;
    }

    /// <summary>A module is a part for models of others; whatever else is simulated for its own sake, and says for what disease and what is looked at.</summary>
    private static void CheckThatItIsWhole(Section section)
    {
        bool isModule = section.Text("kind") == Therapy.ModuleKind;
        foreach (string key in NeededUnlessModule.Where(k => !isModule && !section.Has(k) && !(k == "outputs" && section.Has("combines"))))
        {
            section.Report("kind", TherapyRules.MissingKey, $"add '{key}', or say 'kind: {Therapy.ModuleKind}' of a part that other models import", "a therapy", key);
        }

        if (!isModule && section.Node("outputs") is DataSequence { Items.Length: 0 })
        {
            section.Report("outputs", TherapyRules.Inconsistent, $"name what is looked at, or say 'kind: {Therapy.ModuleKind}'", "a therapy has at least one output");
        }
    }

    private static void CheckThatParametersHaveValues(Section section, BoundModel model, Populations.Population population)
    {
        foreach (var symbol in model.Symbols.Where(s =>
            s.Kind is SymbolKind.Parameter && double.IsNaN(s.InitialValue)
            && !model.Rules.Any(r => r.Target == s && r.Kind is RuleKind.Assignment)
            && !model.InitialAssignments.Any(a => a.Target == s)
            && !population.Parameters.Any(p => p.Name == s.Name)))
        {
            section.Report(
                "population", TherapyRules.ParameterWithoutValue, $"a value in the model, or a parameter '{symbol.Name}' in the population", symbol.Name);
        }
    }

    private static void CheckThatAmountsCanBeScaled(
        Section section, ImmutableArray<Regimen> regimens, BoundModel model, Populations.Population population)
    {
        foreach (var dose in regimens.SelectMany(r => r.Doses))
        {
            if (dose.Amount.Unit is null || model.Find(dose.Target) is not { } symbol || ModelUnits.OfAmount(model, symbol) is not { } unit)
            {
                continue;   // reported where it was read
            }

            var scaling = DoseAmount.Scaling(dose.Amount, unit);
            if (!BodySize.IsKnown(population, scaling) && BodySize.NeededFor(scaling) is { } needed)
            {
                section.Report(
                    "population", TherapyRules.Inconsistent, $"a covariate {needed.Name} in {needed.Unit}",
                    $"a dose of {dose.Amount} needs the covariate {needed.Name} of every patient");
            }
        }
    }

    private static ImmutableArray<Citation> Citations(Section section, DiagnosticList findings)
    {
        var citations = ImmutableArray.CreateBuilder<Citation>();
        foreach (var entry in section.Entries("citations"))
        {
            if (Section.Open(entry.Value, TherapyKeys.Citation, findings) is { } citation)
            {
                citations.Add(new(entry.Key, citation.Text("text"), citation.Has("doi") ? citation.Text("doi") : null));
            }
        }

        return citations.ToImmutable();
    }

    /// <summary>The unit in which the model counts time.</summary>
    internal static Unit TimeUnit(BoundModel model) => model.TimeUnit ?? throw new ArgumentException("The model has no unit of time.", nameof(model));
}
