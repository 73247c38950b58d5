using System.Xml;
using System.Xml.Linq;
using Thymus.Language.Diagnostics;

namespace Thymus.Simulation.Experiments;

/// <summary>A SED-ML document: its elements by id, and what was found in it.</summary>
internal sealed class ExperimentDocument(string path, XElement root, List<Diagnostic> findings)
{
    /// <summary>Path of the file, from the root of the files.</summary>
    public string Path { get; } = path;

    /// <summary>What is wrong.</summary>
    public List<Diagnostic> Findings { get; } = findings;

    /// <summary>The elements of a list, such as <c>listOfTasks</c>.</summary>
    public IEnumerable<XElement> List(string name) => root.Elements().Where(e => e.Name.LocalName == name).Elements();

    /// <summary>The element of that kind and id, in the list of its kind.</summary>
    public XElement? Find(string kind, string? id) => List(kind switch
    {
        "model" => "listOfModels",
        "task" => "listOfTasks",
        "simulation" => "listOfSimulations",
        _ => "listOfDataGenerators",
    }).FirstOrDefault(e => (string?)e.Attribute("id") == id && id is not null);

    /// <summary>An element in words: its kind and id.</summary>
    public static string Describe(XElement element) => element.Attribute("id") is { } id ? $"{element.Name.LocalName} '{id.Value}'" : element.Name.LocalName;

    /// <summary>Compiles the formula of an element; <see langword="null"/> after a finding.</summary>
    public ExperimentMath? Formula(XElement owner, IEnumerable<string> names)
    {
        string? problem = "it has no <math>";
        var formula = owner.Elements().FirstOrDefault(e => e.Name.LocalName == "math") is { } math ? ExperimentMath.Compile(math, names, Path, out problem) : null;
        if (formula is null)
        {
            Report(ExperimentRules.Unsupported, owner, null, $"the formula of {Describe(owner)} ({problem})");
        }

        return formula;
    }

    /// <summary>Reports what is wrong at an element; always false.</summary>
    public bool Report(DiagnosticRule rule, XElement element, string? suggestion, params string[] arguments)
    {
        IXmlLineInfo place = element;
        Findings.Add(new Diagnostic(rule, new SourceSpan(Path, Math.Max(1, place.LineNumber), Math.Max(1, place.LinePosition), 0), suggestion, [.. arguments]));
        return false;
    }
}
