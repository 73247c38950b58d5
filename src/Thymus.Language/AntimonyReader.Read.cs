using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Language.Syntax;
using Thymus.Language.Text;

namespace Thymus.Language;

public static partial class AntimonyReader
{
    public static partial Checked<BoundModel> Read(string text, string file)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(file);
        var findings = new DiagnosticBag();
        var tree = Parser.Parse(new SourceText(text, file), findings);
        var model = ModelBinder.Bind(tree, findings);
        return new Checked<BoundModel>(findings.HasErrors ? null : model, findings.ToSorted());
    }
}
