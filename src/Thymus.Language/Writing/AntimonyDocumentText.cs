using System.Text;
using Thymus.Language.Antimony;
using Thymus.Language.Diagnostics;
using Thymus.Language.Formatting;
using Thymus.Language.Sbml;
using Thymus.Language.Syntax;

namespace Thymus.Language.Writing;

/// <summary>A document of SBML Level 3 -> a file in Antimony: functions, then models, what is used before what uses it.</summary>
internal sealed class AntimonyDocumentText
{
    private readonly DiagnosticBag _findings;
    private readonly Losses _losses;
    private readonly HashSet<string> _globals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ModelText> _models = new(StringComparer.Ordinal);   // by id of the definition
    private readonly Dictionary<(SbmlElement Model, string Id), string> _functionNames = [];
    private readonly List<string> _functions = [];

    private AntimonyDocumentText(DiagnosticBag findings)
    {
        _findings = findings;
        _losses = new Losses(findings);
    }

    /// <summary>Names that hold for all models of the file: functions and models.</summary>
    public IReadOnlySet<string> Globals => _globals;

    /// <summary>The text; <see langword="null"/> after an error. What the language cannot say is reported as a warning.</summary>
    /// <param name="root">The element <c>sbml</c>.</param>
    /// <param name="findings">Takes what is found; places are in the SBML file.</param>
    public static string? Write(SbmlElement root, DiagnosticBag findings)
    {
        var document = new AntimonyDocumentText(findings);
        string? text = document.Write(root);
        document._losses.Report();
        if (text is null || findings.HasErrors)
        {
            return null;
        }

        // It is read again, so that what cannot be read is never given away as a model.
        var formatted = AntimonyFormatter.Format(text, root.Span.File, out var again);
        if (formatted.Succeeded)
        {
            var reading = new DiagnosticBag();
            AntimonyToSbml.Convert(again!, imports: null, reading);
            formatted = formatted with { Findings = reading.ToSorted() };
        }

        if (formatted.Succeeded)
        {
            return formatted.Value;
        }

        var first = formatted.Findings.First(f => f.IsError);
        string? suggestion = first.Rule == SyntaxRules.TooDeep ? "split long formulas by assignment rules" : null;
        findings.Report(WritingRules.CannotWrite, root.Span, suggestion, $"its text would not be read again ({first.Text})");
        return null;
    }

    public ModelText? Find(string? id) => id is null ? null : _models.GetValueOrDefault(id.Trim());

    public string FunctionName(SbmlElement model, string id) => _functionNames.GetValueOrDefault((model, id), id);

    private string? Write(SbmlElement root)
    {
        var main = root.Children.FirstOrDefault(c => c is { Kind: SbmlNamespace.Core, Name: "model" });
        if (main is null)
        {
            _findings.Report(WritingRules.CannotWrite, root.Span, null, "there is no model in it");
            return null;
        }

        var definitions = root.List(SbmlNamespace.Comp, "listOfModelDefinitions").Where(d => d.Name == "modelDefinition").ToList();
        SbmlElement[] all = [.. definitions, main];
        var names = new Dictionary<SbmlElement, string>();
        foreach (var model in all)
        {
            names[model] = NameOf(model, isMain: model == main);
        }

        foreach (var model in all)
        {
            NameFunctions(model);
        }

        if (Ordered(definitions, main) is not { } order)
        {
            return null;
        }

        var text = new StringBuilder();
        foreach (string function in _functions)
        {
            text.Append(function).Append('\n');
        }

        foreach (var model in order)
        {
            var writer = new ModelText(model, names[model], this, _findings, _losses);
            if (model != main)
            {
                _models[model["id"]?.Trim() ?? ""] = writer;
            }

            text.Append(writer.Write(isMain: model == main)).Append('\n');
        }

        return text.ToString();
    }

    private string NameOf(SbmlElement model, bool isMain)
    {
        string id = model["id"]?.Trim() is { Length: > 0 } given ? AntimonyNames.Legal(given)
            : model["name"] is { Length: > 0 } display ? AntimonyNames.Legal(display) : isMain ? "__main" : "unnamed";
        string name = id;
        while (AntimonyNames.GlobalRoleOf(name) is not null || !_globals.Add(name))
        {
            name += "_";
        }

        // Ids of models and of what is in them may be the same in SBML, but not here; results are known by the latter.
        while (model.Tree().Any(e => e != model && e.Kind is SbmlNamespace.Core or SbmlNamespace.Comp && e["id"]?.Trim() == name && e.Name is not "unitDefinition"))
        {
            _globals.Remove(name);
            name += "_";
            _globals.Add(name);
        }

        if (name != id)
        {
            _findings.Report(WritingRules.Renamed, model.Span, null, id, AntimonyNames.GlobalRoleOf(id) ?? "another name", name);
        }

        return name;
    }

    /// <summary>Functions hold for all models; the same name with another formula gets another name.</summary>
    private void NameFunctions(SbmlElement model)
    {
        var open = new HashSet<SbmlElement>();
        var definitions = model.List("listOfFunctionDefinitions").Where(d => d["id"] is not null).DistinctBy(d => d["id"]!.Trim())
            .ToDictionary(d => d["id"]!.Trim(), StringComparer.Ordinal);
        foreach (var definition in definitions.Values)
        {
            Define(definition);
        }

        // Its calls first: a function has to be there before it is used.
        void Define(SbmlElement definition)
        {
            string id = definition["id"]!.Trim();
            if (_functionNames.ContainsKey((model, id)) || !open.Add(definition))
            {
                return;
            }

            foreach (var call in definition.Tree().Where(e => e.Name == "ci" && definitions.ContainsKey(e.Text.Trim())))
            {
                Define(definitions[call.Text.Trim()]);
            }

            if (WriteFunction(model, definition, id) is { } name)
            {
                _functionNames[(model, id)] = name;
            }
        }
    }

    /// <summary>Writes a function; returns its name, or <see langword="null"/> after a finding when there is nothing to write.</summary>
    private string? WriteFunction(SbmlElement model, SbmlElement definition, string id)
    {
        if (IsDerivative(definition))
        {
            return "rateOf";
        }

        var math = definition.Child("math");
        var lambda = math?.Child("lambda") ?? math?.Child("semantics")?.Child("lambda");
        if (lambda is null || lambda.Children.Count == 0 || lambda.Children[^1].Name == "bvar")
        {
            _losses.LeaveOut("a function without a formula", id, definition.Span);
            return null;
        }

        var names = new AntimonyNames(_globals, _findings);
        var arguments = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in lambda.Children.Where(c => c.Name == "bvar"))
        {
            string argument = variable.Child("ci")?.Text.Trim() ?? "";
            if (!arguments.TryAdd(argument, names.Invent(argument)))
            {
                _findings.Report(WritingRules.CannotWrite, variable.Span, "give each a name of its own", $"two arguments of the function '{id}' have the same name");
                return null;
            }
        }

        var heads = lambda.Children[^1].Tree().Where(e => e.Name == "apply" && e.Children is [{ Name: "ci" }, ..]).Select(e => e.Children[0]).ToHashSet();
        if (lambda.Children[^1].Tree().FirstOrDefault(e => e.Name == "ci" && !(heads.Contains(e) ? _functionNames.ContainsKey((model, e.Text.Trim())) : arguments.ContainsKey(e.Text.Trim())))
            is { } unknown)
        {
            _findings.Report(
                WritingRules.CannotWrite, unknown.Span, "give the function what it uses as arguments",
                $"the function '{id}' uses '{unknown.Text.Trim()}', which is neither one of its arguments nor a function with a formula");
            return null;
        }

        if (FormulaProblem.Find(lambda.Children[^1], arguments.ContainsKey, f => model.List("listOfFunctionDefinitions").FirstOrDefault(d => d["id"]?.Trim() == f)) is { } problem)
        {
            _findings.Report(WritingRules.CannotWrite, problem.Span, problem.Suggestion, $"the function '{id}' cannot be read ({problem.Text})");
            return null;
        }

        string body = new FormulaText(names, other => FunctionName(model, other), _losses).Of(lambda.Children[^1], arguments, 0);
        string Text(string called) => $"function {called}({string.Join(", ", arguments.Values)})\n{body}\nend\n";
        string name = AntimonyNames.Legal(id);
        while (!_functions.Contains(Text(name)) && (AntimonyNames.GlobalRoleOf(name) is not null || _globals.Contains(name)))
        {
            name += "_";
        }

        if (_globals.Add(name))
        {
            var about = new AboutText(_losses);
            about.Tell(definition, name);
            _functions.Add(Text(name));
            _functions.AddRange(about.Names.Concat(about.Terms).Concat(about.Annotations).Concat(about.Notes));
        }

        if (name != id)
        {
            _findings.Report(WritingRules.Renamed, definition.Span, null, id, AntimonyNames.GlobalRoleOf(id) ?? (AntimonyNames.Legal(id) == id ? "another function" : AntimonyNames.NotAName), name);
        }

        return name;
    }

    /// <summary>Whether a program has marked the function as the derivative, which SBML had no word for before Level 3 Version 2.</summary>
    private static bool IsDerivative(SbmlElement definition) => definition.Child("annotation")?.Children
        .Any(c => c.Name == "symbols" && c.Attributes.Any(a => a.Name == "definition" && a.Value.EndsWith("/Derivative", StringComparison.Ordinal))) is true;

    /// <summary>The models, each after those that it holds; <see langword="null"/> after a finding when one holds itself.</summary>
    private List<SbmlElement>? Ordered(List<SbmlElement> definitions, SbmlElement main)
    {
        var order = new List<SbmlElement>();
        var state = new Dictionary<SbmlElement, bool>();   // false while open
        var byId = definitions.Where(d => d["id"] is not null).DistinctBy(d => d["id"]!.Trim()).ToDictionary(d => d["id"]!.Trim(), StringComparer.Ordinal);
        var stack = new Stack<(SbmlElement Model, bool IsDone)>(definitions.Append(main).Reverse().Select(m => (m, false)));
        while (stack.TryPop(out var next))
        {
            if (next.IsDone)
            {
                state[next.Model] = true;
                order.Add(next.Model);
                continue;
            }

            if (state.TryGetValue(next.Model, out bool isDone))
            {
                if (!isDone)
                {
                    _findings.Report(WritingRules.CannotWrite, next.Model.Span, null, $"the model '{next.Model["id"]}' holds itself");
                    return null;
                }

                continue;
            }

            state[next.Model] = false;
            stack.Push((next.Model, true));
            foreach (var submodel in next.Model.List(SbmlNamespace.Comp, "listOfSubmodels"))
            {
                if (submodel["modelRef"] is { } reference && byId.TryGetValue(reference.Trim(), out var inner))
                {
                    stack.Push((inner, false));
                }
                else
                {
                    _findings.Report(WritingRules.CannotWrite, submodel.Span, null, $"there is no model '{submodel["modelRef"]}'");
                    return null;
                }
            }
        }

        return order;
    }
}
