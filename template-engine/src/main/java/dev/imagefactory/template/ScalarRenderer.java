package dev.imagefactory.template;

import com.github.mustachejava.Binding;
import com.github.mustachejava.Code;
import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.Mustache;
import com.github.mustachejava.MustacheException;
import com.github.mustachejava.MustacheVisitor;
import com.github.mustachejava.TemplateContext;
import com.github.mustachejava.reflect.BaseObjectHandler;
import com.github.mustachejava.util.Wrapper;
import dev.imagefactory.template.VariableSyntax.Escape;
import dev.imagefactory.template.VariableSyntax.Reference;
import dev.imagefactory.template.VariableSyntax.Segment;
import java.io.Reader;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Renders one text with mustache.java, with everything taken away that a definition must not have.
 *
 * <p>The grammar is {@link VariableSyntax}, not mustache's: its segments are handed to mustache.java's visitor, which
 * makes the template. There are no sections, partials, files, lambdas or reflection, nothing is escaped for HTML, and a
 * name without a value is an exception instead of an empty text. Not safe for concurrent use.
 */
final class ScalarRenderer extends DefaultMustacheFactory {
    private static final TemplateContext CONTEXT = new TemplateContext("{", "}", "scalar", 1, false);

    ScalarRenderer() {
        setObjectHandler(new StrictLookup());
    }

    /** Renders the references by their values; look-alikes and literals stay, escapes lose their tilde. */
    String render(List<Segment> segments, Function<String, @Nullable String> valueOf) {
        MustacheVisitor template = createMustacheVisitor();
        for (Segment segment : segments) {
            if (segment instanceof Reference reference) {
                template.value(CONTEXT, reference.name(), false);
            } else if (segment instanceof Escape escape) {
                template.write(CONTEXT, escape.literal());
            } else {
                template.write(CONTEXT, segment.source());
            }
        }
        Mustache mustache = template.mustache(CONTEXT);
        mustache.init();
        StringWriter out = new StringWriter();
        mustache.execute(out, valueOf);
        return out.toString();
    }

    @Override
    public Reader getReader(String resourceName) {
        throw new MustacheException("no template may include '" + resourceName + "'");
    }

    @Override
    public void encode(String value, Writer writer) {
        throw new MustacheException("nothing is escaped");
    }

    /** Looks names up in the one scope there is, a function. */
    private static final class StrictLookup extends BaseObjectHandler {
        @Override
        public Binding createBinding(String name, TemplateContext context, Code code) {
            Wrapper lookup = find(name, List.of());
            return lookup::call;
        }

        @Override
        public Wrapper find(String name, List<Object> scopes) {
            return actualScopes -> {
                @SuppressWarnings("unchecked") // render() passes nothing else
                Function<String, @Nullable String> valueOf = (Function<String, @Nullable String>) actualScopes.get(0);
                @Nullable String value = valueOf.apply(name);
                if (value == null) {
                    throw new MustacheException("the variable '" + name + "' has no value");
                }
                return value;
            };
        }
    }
}
