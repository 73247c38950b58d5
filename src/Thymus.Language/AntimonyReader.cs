using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;

namespace Thymus.Language;

/// <summary>Reads Antimony text into a bound model.</summary>
public static partial class AntimonyReader
{
    /// <summary>Reads a model. Any text is accepted: what cannot be understood is reported, never thrown.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="file">The name for messages.</param>
    public static partial Checked<BoundModel> Read(string text, string file);
}
