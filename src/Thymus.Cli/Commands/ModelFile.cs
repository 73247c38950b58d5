using Thymus.Language;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Therapies;

namespace Thymus.Cli.Commands;

/// <summary>Reads a model in either language.</summary>
internal static class ModelFile
{
    /// <summary>The model, and what was found in it.</summary>
    /// <exception cref="Store.StoreException">There is no file that can be read.</exception>
    internal static Checked<BoundModel> Read(string file)
    {
        string text = ModelFiles.Read(file);
        var imports = TherapyLibrary.ImportsOf(file);
        return SbmlReader.IsSbml(text) ? SbmlReader.Read(text, file, imports) : AntimonyReader.Read(text, file, imports);
    }
}
