using Thymus.Language.Diagnostics;
using Thymus.Language.Syntax;
using Thymus.Language.Text;

namespace Thymus.Language.Antimony;

/// <summary>Opens the files that a file imports, within limits: no cycle, so deep, so many, so long.</summary>
internal sealed class ImportReader(ImportFolder? folder, DiagnosticBag findings)
{
    private const int DeepestImports = 20;
    private const int MostImports = 200;
    private const int LargestImports = 20_000_000;   // characters of all together

    private readonly List<string> _open = [];
    private readonly HashSet<SyntaxTree> _sbml = [];
    private int _count;
    private int _characters;

    /// <summary>
    /// The syntax of an imported file, to be closed after its statements; <see langword="null"/> after a finding. A file in SBML is read in
    /// Antimony's words: each of its models is one to use.
    /// </summary>
    public SyntaxTree? Open(SyntaxTree tree, ImportStatement import)
    {
        string name = Strings.Content(tree, import.Path);
        var span = tree.SpanOf(import.Path);
        if (folder is null)
        {
            return Refuse("there is no folder to read it from", "save the text as a file and read that");
        }

        if (_open.Count >= DeepestImports || ++_count > MostImports)
        {
            return Refuse(
                _open.Count >= DeepestImports ? $"imports are nested more than {DeepestImports} levels deep" : $"there are more than {MostImports} imports",
                "put the models into fewer files");
        }

        string from = _open.Count == 0 ? folder.File : _open[^1];
        string? text = folder.Read(from, name, Math.Min(Parser.LargestText, LargestImports - _characters), out string path, out string problem);
        if (text is null)
        {
            return Refuse(problem, "write its name as seen from the file that imports it");
        }

        if (_open.Contains(path) || path == folder.File)
        {
            return Refuse("it is being read already: the imports go in a circle", "take one of the imports away");
        }

        _characters += text.Length;
        string shown = Path.Combine(Path.GetDirectoryName(tree.Source.File) ?? "", name).Replace('\\', '/');
        bool isSbml = SbmlReader.IsSbml(text);
        if (isSbml)
        {
            if (InAntimony(text, shown, path) is not { } written)
            {
                return null;
            }

            (text, shown) = (written, shown + " in Antimony");
        }

        _open.Add(path);
        var imported = Parser.Parse(new SourceText(text, shown), findings);
        if (isSbml)
        {
            _sbml.Add(imported);
        }

        return imported;

        SyntaxTree? Refuse(string reason, string suggestion)
        {
            findings.Report(ModuleRules.CannotImport, span, suggestion, name, reason);
            return null;
        }
    }

    private string? InAntimony(string text, string file, string path) =>
        SbmlDocument.Read(text, file, findings, (_, _) => { }) is { } document ? AntimonyWriter.Write(document.Root, path, folder, findings) : null;

    /// <summary>Whether a file is SBML, whose main model is no more than the others.</summary>
    public bool IsSbml(SyntaxTree tree) => _sbml.Contains(tree);

    /// <summary>Says that the statements of the last file opened were taken.</summary>
    public void Close() => _open.RemoveAt(_open.Count - 1);
}
